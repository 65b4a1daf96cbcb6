{
  Card payments through CloudPayments, for Delphi 7 and later and for Free Pascal.

  Written by tests/hosts.rs from the catalogue of the library; do not edit: `make bless`.

  THREE LINES TO KNOW BY HEART
    Release goods only when Answer.FinishSale.
    Repeat a call only when Answer.MayRepeat.
    When Answer.InDoubt ask us (Resolve), not the card.

  A call answers whatever becomes of the payment: a decline and a broken line are answers, no
  exceptions. An exception is a fault of the program: there is no client, or the library refused the
  request before anything was sent.

  TEXT is bytes in the encoding of the client: UTF-8, or Windows-1251 with "text_encoding" in the
  configuration. Delphi 2009 and later convert what is assigned from a string to the code page of
  the system: pass UTF8Encode(...) there, or take "windows-1251" where the system is Russian. SUMS are Currency, which is exact, or text. No float is taken anywhere.

  One client serves any number of threads. Make it once and keep it: it holds the connections.
}
unit CloudPayments;

{$IFDEF FPC}{$MODE DELPHI}{$DEFINE CP_RAW}{$ENDIF}
{$IFDEF UNICODE}{$DEFINE CP_RAW}{$ENDIF}
{$H+}

interface

uses
  SysUtils;

const
  { The interface that this unit was written for. }
  CpAbiVersion = 1;

  { Done as asked; money says whether it was taken, held or given back. }
  CP_OK = 0;
  { The payer must act: 3-D Secure (next is show_3ds), or a link or QR code (show_link). }
  CP_REQUIRES_ACTION = 1;
  { Accepted by the gateway; the result comes later. }
  CP_PENDING = 2;
  { Not found yet; it will be reversed when it turns up. Cash may be taken. }
  CP_REVERSING = 3;
  { The issuer or the gateway said no. No money moved. }
  CP_DECLINED = 10;
  { The API refused the request. No money moved. }
  CP_REJECTED = 11;
  { The gateway did not accept public_id and api_secret. No money moved. }
  CP_UNAUTHORIZED = 12;
  { A look-up found nothing. }
  CP_NOT_FOUND = 13;
  { Proven: the gateway never had a whole request. The call may be repeated. }
  CP_NOT_SENT = 20;
  { The request was sent and no usable answer came. Never repeat it: call resolve. }
  CP_UNKNOWN = 21;
  { It was in doubt and is now proven absent. The call may be repeated with the same request_id. }
  CP_NOT_PROCESSED = 22;
  { The payment was voided or refunded, or its hold is gone. }
  CP_REVERSED = 23;
  { The evidence contradicts itself. A person must look. }
  CP_MANUAL_REVIEW = 24;
  { A read got no usable answer. It may be repeated. }
  CP_NO_ANSWER = 25;
  { NULL, a dead handle, a wrong encoding, or text that is no JSON object. Nothing was sent. }
  CP_INVALID_ARGUMENT = 30;
  { A field is missing, unknown or malformed: see error.field. Nothing was sent. }
  CP_INVALID_REQUEST = 31;
  { The configuration given to cp_client_new is wrong: see error.field. }
  CP_INVALID_CONFIG = 32;
  { No method has this name. Nothing was sent. }
  CP_UNKNOWN_METHOD = 33;
  { The same request_id was used with other content. Nothing was sent. }
  CP_IDEMPOTENCY_MISMATCH = 34;
  { Another request_id with this InvoiceId is in flight or in doubt. Nothing was sent. }
  CP_INVOICE_BUSY = 35;
  { A notification that is not genuine. }
  CP_BAD_SIGNATURE = 40;
  { The journal cannot be written. Nothing was sent. }
  CP_JOURNAL_UNAVAILABLE = 50;
  { A fault of this library; money says whether anything may have been sent. }
  CP_INTERNAL = 90;
type
  TCpText = {$IFDEF CP_RAW}RawByteString{$ELSE}AnsiString{$ENDIF};

  { What a call answered. It frees itself. }
  ICpAnswer = interface
    { One of the CP_ constants. }
    function Status: Integer;
    { All of it, one JSON object. }
    function Json: TCpText;
    { One value by its path, such as 'Model.TransactionId'; empty when it is absent or null. }
    function Value(const Path: TCpText): TCpText;
    { Whether there is such a value. }
    function Has(const Path: TCpText): Boolean;
    { A sum by its path. Raises EConvertError when there is none, or one of no whole hundredths. }
    function Sum(const Path: TCpText): Currency;
    { What to show to the cashier. }
    function CashierRu: TCpText;
    function CashierEn: TCpText;
    { The goods may be handed over. }
    function FinishSale: Boolean;
    { Proven: no money moved. }
    function MayRepeat: Boolean;
    { Perhaps paid. Never charge again: Resolve. }
    function InDoubt: Boolean;
  end;

  { A fault of the program, or of its configuration; nothing was sent. }
  ECloudPayments = class(Exception)
  private
    FAnswer: ICpAnswer;
  public
    constructor Create(const Message: string; const Answer: ICpAnswer);
    { What the library says of it; nil when it said nothing. }
    property Answer: ICpAnswer read FAnswer;
  end;

  TCloudPayments = class
  private
    FClient: Pointer;
  public
    { Config is a JSON object: CpObject([CpText('public_id', ...), CpText('api_secret', ...)]). }
    constructor Create(const Config: TCpText);
    destructor Destroy; override;
    { Any method of the catalogue. Blocks until the call ends, at most "timeout_ms" and 250 ms. }
    function Call(const Method, Request: TCpText): ICpAnswer;

    { Check the connection and the keys. (reads) Nothing is required. }
    function Test(const Request: TCpText = ''): ICpAnswer;
    { Charge a card in one step. (moves money) Required: Amount, CardCryptogramPacket. }
    function Charge(const Request: TCpText): ICpAnswer;
    { Hold a sum on a card; confirm or void it later. (moves money) Required: Amount, CardCryptogramPacket. }
    function Auth(const Request: TCpText): ICpAnswer;
    { Finish a payment after 3-D Secure. (moves money) Required: TransactionId, PaRes. }
    function Post3ds(const Request: TCpText): ICpAnswer;
    { Charge a saved card in one step. (moves money) Required: Amount, AccountId, Token, TrInitiatorCode. }
    function TokenCharge(const Request: TCpText): ICpAnswer;
    { Hold a sum on a saved card; confirm or void it later. (moves money) Required: Amount, AccountId, Token, TrInitiatorCode. }
    function TokenAuth(const Request: TCpText): ICpAnswer;
    { Take the money of a hold, or a part of it. (moves money) Required: TransactionId, Amount. }
    function Confirm(const Request: TCpText): ICpAnswer;
    { Release a hold. (moves money) Required: TransactionId. }
    function Void(const Request: TCpText): ICpAnswer;
    { Give money back, all or a part, up to a year later. (moves money) Required: TransactionId, Amount. }
    function Refund(const Request: TCpText): ICpAnswer;
    { Pay out to a card. (moves money) Required: CardCryptogramPacket, Amount, Currency. }
    function CardPayout(const Request: TCpText): ICpAnswer;
    { Pay out to a saved card. (moves money) Required: Token, Amount, AccountId, Currency. }
    function TokenPayout(const Request: TCpText): ICpAnswer;
    { Pay out by phone number through the fast payment system. (moves money) Required: Amount, Currency, Receiver. }
    function SbpPayout(const Request: TCpText): ICpAnswer;
    { Look a payment up by its number. (reads) Required: TransactionId. }
    function PaymentGet(const Request: TCpText): ICpAnswer;
    { Look up the latest payment of an order. (reads) Required: InvoiceId. }
    function PaymentFind(const Request: TCpText): ICpAnswer;
    { Look up the latest operation of an order, refunds and payouts included. (reads) Required: InvoiceId. }
    function PaymentFindV2(const Request: TCpText): ICpAnswer;
    { List the operations of one day. (reads) Required: Date. }
    function PaymentList(const Request: TCpText): ICpAnswer;
    { List the operations of a period, page by page. (reads) Required: CreatedDateGte, CreatedDateLte, PageNumber. }
    function PaymentListV2(const Request: TCpText): ICpAnswer;
    { List the saved cards of the terminal, page by page. (reads) Required: PageNumber. }
    function TokenList(const Request: TCpText): ICpAnswer;
    { List the claims of card holders in a period, page by page. (reads) Required: CreatedDateGte, CreatedDateLte, PageNumber. }
    function ChargebackList(const Request: TCpText): ICpAnswer;
    { Charge a saved card regularly from now on. (changes) Required: Token, AccountId, Description, Amount, Currency, RequireConfirmation, StartDate, Interval, Period. }
    function SubscriptionCreate(const Request: TCpText): ICpAnswer;
    { Look a subscription up by its id. (reads) Required: Id. }
    function SubscriptionGet(const Request: TCpText): ICpAnswer;
    { Look up all subscriptions of a payer. (reads) Required: AccountId. }
    function SubscriptionFind(const Request: TCpText): ICpAnswer;
    { Change a subscription; one that has ended runs again. (changes) Required: Id. }
    function SubscriptionUpdate(const Request: TCpText): ICpAnswer;
    { End a subscription. (changes) Required: Id. }
    function SubscriptionCancel(const Request: TCpText): ICpAnswer;
    { Make a page where an order is paid, and send its address if wanted. (changes) Required: Amount, Description. }
    function OrderCreate(const Request: TCpText): ICpAnswer;
    { Cancel an order that is not paid yet. (changes) Required: Id. }
    function OrderCancel(const Request: TCpText): ICpAnswer;
    { Read where notifications of one type are sent. (reads) Required: Type. }
    function NotificationGet(const Request: TCpText): ICpAnswer;
    { Say where notifications of one type are sent. What is left out gets its default. (changes) Required: Type. }
    function NotificationUpdate(const Request: TCpText): ICpAnswer;
    { Make a link for a payment through the fast payment system. (changes) Required: Amount, Currency, Scheme. }
    function SbpLink(const Request: TCpText): ICpAnswer;
    { Make a QR code (PNG in base64) for a payment through the fast payment system. (changes) Required: Amount, Currency, Scheme. }
    function SbpImage(const Request: TCpText): ICpAnswer;
    { Make a link for a payment with T-Pay. (changes) Required: Amount, Currency, Scheme, Os, Browser, Webview, Device, SuccessRedirectUrl, FailRedirectUrl. }
    function TpayLink(const Request: TCpText): ICpAnswer;
    { Make a QR code (SVG in base64) for a payment with T-Pay. (changes) Required: Amount, Currency, Scheme, Os, Browser, Webview, Device, SuccessRedirectUrl, FailRedirectUrl. }
    function TpayImage(const Request: TCpText): ICpAnswer;
    { Make a link for a payment with SberPay. (changes) Required: Amount, Currency, Scheme, Os, Browser, Webview, Device. }
    function SberpayLink(const Request: TCpText): ICpAnswer;
    { Make a QR code (SVG in base64) for a payment with SberPay. (changes) Required: Amount, Currency, Scheme, Os, Browser, Webview, Device. }
    function SberpayImage(const Request: TCpText): ICpAnswer;
    { Make a link for a payment in parts with Dolyami. (changes) Required: AltPayType, Amount, Scheme. }
    function DolyamiPay(const Request: TCpText): ICpAnswer;
    { List the banks of the fast payment system. (reads) Nothing is required. }
    function SbpBanks(const Request: TCpText = ''): ICpAnswer;
    { Ask how far the payment of a link or QR code is. (reads) Required: TransactionId. }
    function QrStatus(const Request: TCpText): ICpAnswer;
    { Wait until the payment of a link or QR code changes, or for a while. (reads) Required: TransactionId. }
    function QrWait(const Request: TCpText): ICpAnswer;
    { Open a session of Apple Pay on the web. (reads) Required: ValidationUrl. }
    function ApplepaySession(const Request: TCpText): ICpAnswer;
    { Ask for the state of safe deals. (reads) Required: EscrowAccumulationIds. }
    function EscrowInfo(const Request: TCpText): ICpAnswer;
    { Get the key with which card cryptograms are made. (reads) Nothing is required. }
    function PublicKey(const Request: TCpText = ''): ICpAnswer;
    { Ask which bank has issued a card, by its first six digits. (reads) Required: digits. }
    function BinInfo(const Request: TCpText): ICpAnswer;
    { Print a receipt on the cash register. (changes) Required: Inn, Type, CustomerReceipt. }
    function ReceiptCreate(const Request: TCpText): ICpAnswer;
    { Ask whether a receipt is printed. (reads) Required: Id. }
    function ReceiptStatus(const Request: TCpText): ICpAnswer;
    { Look a printed receipt up. (reads) Required: Id. }
    function ReceiptGet(const Request: TCpText): ICpAnswer;
    { Print a correction receipt. (changes) Required: CorrectionReceiptData. }
    function CorrectionCreate(const Request: TCpText): ICpAnswer;
    { Ask whether a correction receipt is printed. (reads) Required: Id. }
    function CorrectionStatus(const Request: TCpText): ICpAnswer;
    { Look a printed correction receipt up. (reads) Required: Id. }
    function CorrectionGet(const Request: TCpText): ICpAnswer;
    { Register a cash register with the tax service. (changes) Required: Inn, DeviceNumber, FiscalNumber, RegNumber, Url, Ofd, TaxationSystem, MerchantEmail, MerchantPhone. }
    function KktFiscalize(const Request: TCpText): ICpAnswer;
    { Take a cash register out of service, or back into it. (changes) Required: Inn, DeviceNumber, FiscalNumber, OnMaintenance. }
    function KktStateChange(const Request: TCpText): ICpAnswer;
    { Ask for the state of a cash register. (reads) Required: DeviceNumber, FiscalNumber. }
    function KktState(const Request: TCpText): ICpAnswer;
    { List the warnings of all cash registers. (reads) Nothing is required. }
    function KktWarnings(const Request: TCpText = ''): ICpAnswer;
    { Ask whether a marked item may be sold. (reads) Required: Inn, MarkCode. }
    function MarkCheck(const Request: TCpText): ICpAnswer;
    { Ask whether marked items may be sold. (reads) Required: Inn, MarkCodes. }
    function MarkCheckMany(const Request: TCpText): ICpAnswer;
    { Call a path of the API that this library does not know. (moves money) Required: path. }
    function Raw(const Request: TCpText): ICpAnswer;
    { Ask what became of an operation in doubt. Only asks, never pays. (moves money) Nothing is required. }
    function Resolve(const Request: TCpText = ''): ICpAnswer;
    { Undo a payment: void a hold, refund the rest of a capture. Safe to repeat. (moves money) Nothing is required. }
    function Reverse(const Request: TCpText = ''): ICpAnswer;
    { Make the call with this request_id, running in another thread, return at once. Stops the waiting, never the payment. (local) Nothing is required. }
    function Interrupt(const Request: TCpText = ''): ICpAnswer;
    { Make the HTML page that takes the payer to the issuer. (local) Required: Model, term_url. }
    function ThreeDsForm(const Request: TCpText): ICpAnswer;
    { Read what the issuer's page posted back; gives the request for post3ds. (local) Required: body. }
    function ThreeDsParse(const Request: TCpText): ICpAnswer;
    { Check that a notification is genuine, read it, and say what to answer. (local) Required: type, headers. }
    function WebhookVerify(const Request: TCpText): ICpAnswer;
    { Look at the way to the gateway step by step: name, connection, certificate, keys, clock, limit. Sends only test. (local) Nothing is required. }
    function SelfTest(const Request: TCpText = ''): ICpAnswer;
    { Compare the till's operations of a day with the gateway's. (local) Required: date, operations. }
    function Reconcile(const Request: TCpText): ICpAnswer;
    { Make the cryptogram of a test card for a sandbox on this machine; never for a real gateway. (local) Required: card, expiry. }
    function CryptogramTest(const Request: TCpText): ICpAnswer;
    { List the operations of this till that are open, and those whose result it has not acknowledged. (local) Nothing is required. }
    function JournalPending(const Request: TCpText = ''): ICpAnswer;
    { Ask about every open operation of this till until it has ended or timeout_ms is up; undo what was left to be undone. Never pays. (local) Nothing is required. }
    function JournalRecover(const Request: TCpText = ''): ICpAnswer;
    { Say that this till has the result of this request_id: it is not handed out again. (local) Nothing is required. }
    function JournalAck(const Request: TCpText = ''): ICpAnswer;
    { Give the answer to the last operation of this till again. (local) Nothing is required. }
    function JournalLast(const Request: TCpText = ''): ICpAnswer;
    { Write the journal into a new file as JSON lines, for support and for other programs. (local) Required: path. }
    function JournalExport(const Request: TCpText): ICpAnswer;
    { Put a damaged journal aside and begin a new one with the payments that the gateway shows of the last days. (local) Nothing is required. }
    function JournalRebuild(const Request: TCpText = ''): ICpAnswer;
  end;

{ A JSON object: CpObject([CpText('InvoiceId', 'A-17'), CpSum('Amount', 10.50)]). }
function CpObject(const Members: array of TCpText): TCpText;
{ Its members. The names are those of the fields. }
function CpText(const Name, Value: TCpText): TCpText;
function CpSum(const Name: TCpText; Value: Currency): TCpText;
function CpNumber(const Name: TCpText; Value: Int64): TCpText;
function CpFlag(const Name: TCpText; Value: Boolean): TCpText;
function CpJson(const Name, Value: TCpText): TCpText;

{ The version of the library. }
function CpVersion: TCpText;
{ The whole catalogue, as JSON. }
function CpMethods: TCpText;
{ The name of a status: 'declined'. }
function CpStatusName(Status: Integer): TCpText;
{ A value of any JSON text by its path; empty when it is absent or null. }
function CpValue(const Json, Path: TCpText): TCpText;

implementation

{ The C functions, as include/cloudpayments.h describes them. }

const
{$IFDEF MSWINDOWS}
  CP_LIBRARY = 'cloudpayments.dll';
{$ELSE}
  CP_LIBRARY = 'libcloudpayments.so';
{$ENDIF}

type
  PPText = ^PAnsiChar;

function cp_abi_version: Integer; cdecl; external CP_LIBRARY name 'cp_abi_version';
function cp_version: PAnsiChar; cdecl; external CP_LIBRARY name 'cp_version';
function cp_methods: PAnsiChar; cdecl; external CP_LIBRARY name 'cp_methods';
function cp_status_name(Status: Integer): PAnsiChar; cdecl;
  external CP_LIBRARY name 'cp_status_name';
function cp_client_new(Config: PAnsiChar; Answer: PPText): Pointer; cdecl;
  external CP_LIBRARY name 'cp_client_new';
procedure cp_client_free(Client: Pointer); cdecl; external CP_LIBRARY name 'cp_client_free';
function cp_call(Client: Pointer; Method, Request: PAnsiChar; Answer: PPText): Integer; cdecl;
  external CP_LIBRARY name 'cp_call';
procedure cp_free_string(Text: PAnsiChar); cdecl; external CP_LIBRARY name 'cp_free_string';
function cp_json_get(Json, Path: PAnsiChar): PAnsiChar; cdecl;
  external CP_LIBRARY name 'cp_json_get';
function cp_json_quote(Text: PAnsiChar): PAnsiChar; cdecl;
  external CP_LIBRARY name 'cp_json_quote';

{ Copies the bytes as they are: a cast would convert them. }
function Copied(Text: PAnsiChar): TCpText;
var
  Size: Integer;
begin
  Result := '';
  if Text = nil then
    Exit;
  Size := StrLen(Text);
  SetLength(Result, Size);
  if Size > 0 then
    Move(Text^, Result[1], Size);
end;

{ Copies a text that is ours and gives it back. }
function Taken(Text: PAnsiChar): TCpText;
begin
  Result := Copied(Text);
  cp_free_string(Text);
end;

type
  TCpAnswer = class(TInterfacedObject, ICpAnswer)
  private
    FStatus: Integer;
    FJson: TCpText;
  public
    constructor Create(Status: Integer; const Json: TCpText);
    function Status: Integer;
    function Json: TCpText;
    function Value(const Path: TCpText): TCpText;
    function Has(const Path: TCpText): Boolean;
    function Sum(const Path: TCpText): Currency;
    function CashierRu: TCpText;
    function CashierEn: TCpText;
    function FinishSale: Boolean;
    function MayRepeat: Boolean;
    function InDoubt: Boolean;
  end;

constructor TCpAnswer.Create(Status: Integer; const Json: TCpText);
begin
  inherited Create;
  FStatus := Status;
  FJson := Json;
end;

function TCpAnswer.Status: Integer;
begin
  Result := FStatus;
end;

function TCpAnswer.Json: TCpText;
begin
  Result := FJson;
end;

function TCpAnswer.Value(const Path: TCpText): TCpText;
begin
  Result := CpValue(FJson, Path);
end;

function TCpAnswer.Has(const Path: TCpText): Boolean;
var
  Found: PAnsiChar;
begin
  Found := cp_json_get(PAnsiChar(FJson), PAnsiChar(Path));
  Result := Found <> nil;
  cp_free_string(Found);
end;

{ Digit by digit, because the conversions of SysUtils go by way of a float and the locale. }
function TCpAnswer.Sum(const Path: TCpText): Currency;
var
  Text: TCpText;
  Index, Decimals: Integer;
  Scaled: Int64;
  InFraction, Good: Boolean;
begin
  Result := 0;
  Text := Value(Path);
  Scaled := 0;
  Decimals := 0;
  InFraction := False;
  Good := Text <> '';
  for Index := 1 to Length(Text) do
    if (Text[Index] = '.') and not InFraction and (Index > 1) and (Index < Length(Text)) then
      InFraction := True
    else if not (Text[Index] in ['0'..'9']) or (Scaled > 99999999999999) then
      Good := False
    else if not InFraction then
      Scaled := Scaled * 10 + Ord(Text[Index]) - Ord('0')
    else if Decimals < 2 then
    begin
      Scaled := Scaled * 10 + Ord(Text[Index]) - Ord('0');
      Inc(Decimals);
    end
    else if Text[Index] <> '0' then
      Good := False;
  if not Good then
    raise EConvertError.Create('no sum at ' + string(Path));
  for Index := Decimals to 3 do
    Scaled := Scaled * 10;
  Move(Scaled, Result, SizeOf(Result));
end;

function TCpAnswer.CashierRu: TCpText;
begin
  Result := Value('cashier.ru');
end;

function TCpAnswer.CashierEn: TCpText;
begin
  Result := Value('cashier.en');
end;

function TCpAnswer.FinishSale: Boolean;
begin
  Result := Value('next') = 'finish_sale';
end;

function TCpAnswer.MayRepeat: Boolean;
begin
  Result := Value('money') = 'not_moved';
end;

function TCpAnswer.InDoubt: Boolean;
begin
  Result := Value('money') = 'unknown';
end;

constructor ECloudPayments.Create(const Message: string; const Answer: ICpAnswer);
begin
  inherited Create(Message);
  FAnswer := Answer;
end;

procedure Refuse(const Answer: ICpAnswer);
begin
  raise ECloudPayments.Create(string(Answer.Value('error.message')), Answer);
end;

constructor TCloudPayments.Create(const Config: TCpText);
var
  Text: PAnsiChar;
  Json: TCpText;
begin
  inherited Create;
  if cp_abi_version <> CpAbiVersion then
    raise ECloudPayments.Create('the library is not the one that this unit was written for', nil);
  Text := nil;
  FClient := cp_client_new(PAnsiChar(Config), @Text);
  Json := Taken(Text);
  if FClient = nil then
    Refuse(TCpAnswer.Create(StrToIntDef(string(CpValue(Json, 'status')), CP_INTERNAL), Json));
end;

destructor TCloudPayments.Destroy;
begin
  cp_client_free(FClient);
  inherited Destroy;
end;

function TCloudPayments.Call(const Method, Request: TCpText): ICpAnswer;
var
  Text: PAnsiChar;
  Status: Integer;
begin
  Text := nil;
  Status := cp_call(FClient, PAnsiChar(Method), PAnsiChar(Request), @Text);
  Result := TCpAnswer.Create(Status, Taken(Text));
  case Status of
    CP_INVALID_ARGUMENT, CP_INVALID_REQUEST, CP_INVALID_CONFIG, CP_UNKNOWN_METHOD:
      Refuse(Result);
  end;
end;

function TCloudPayments.Test(const Request: TCpText): ICpAnswer;
begin
  Result := Call('test', Request);
end;

function TCloudPayments.Charge(const Request: TCpText): ICpAnswer;
begin
  Result := Call('charge', Request);
end;

function TCloudPayments.Auth(const Request: TCpText): ICpAnswer;
begin
  Result := Call('auth', Request);
end;

function TCloudPayments.Post3ds(const Request: TCpText): ICpAnswer;
begin
  Result := Call('post3ds', Request);
end;

function TCloudPayments.TokenCharge(const Request: TCpText): ICpAnswer;
begin
  Result := Call('token_charge', Request);
end;

function TCloudPayments.TokenAuth(const Request: TCpText): ICpAnswer;
begin
  Result := Call('token_auth', Request);
end;

function TCloudPayments.Confirm(const Request: TCpText): ICpAnswer;
begin
  Result := Call('confirm', Request);
end;

function TCloudPayments.Void(const Request: TCpText): ICpAnswer;
begin
  Result := Call('void', Request);
end;

function TCloudPayments.Refund(const Request: TCpText): ICpAnswer;
begin
  Result := Call('refund', Request);
end;

function TCloudPayments.CardPayout(const Request: TCpText): ICpAnswer;
begin
  Result := Call('card_payout', Request);
end;

function TCloudPayments.TokenPayout(const Request: TCpText): ICpAnswer;
begin
  Result := Call('token_payout', Request);
end;

function TCloudPayments.SbpPayout(const Request: TCpText): ICpAnswer;
begin
  Result := Call('sbp_payout', Request);
end;

function TCloudPayments.PaymentGet(const Request: TCpText): ICpAnswer;
begin
  Result := Call('payment_get', Request);
end;

function TCloudPayments.PaymentFind(const Request: TCpText): ICpAnswer;
begin
  Result := Call('payment_find', Request);
end;

function TCloudPayments.PaymentFindV2(const Request: TCpText): ICpAnswer;
begin
  Result := Call('payment_find_v2', Request);
end;

function TCloudPayments.PaymentList(const Request: TCpText): ICpAnswer;
begin
  Result := Call('payment_list', Request);
end;

function TCloudPayments.PaymentListV2(const Request: TCpText): ICpAnswer;
begin
  Result := Call('payment_list_v2', Request);
end;

function TCloudPayments.TokenList(const Request: TCpText): ICpAnswer;
begin
  Result := Call('token_list', Request);
end;

function TCloudPayments.ChargebackList(const Request: TCpText): ICpAnswer;
begin
  Result := Call('chargeback_list', Request);
end;

function TCloudPayments.SubscriptionCreate(const Request: TCpText): ICpAnswer;
begin
  Result := Call('subscription_create', Request);
end;

function TCloudPayments.SubscriptionGet(const Request: TCpText): ICpAnswer;
begin
  Result := Call('subscription_get', Request);
end;

function TCloudPayments.SubscriptionFind(const Request: TCpText): ICpAnswer;
begin
  Result := Call('subscription_find', Request);
end;

function TCloudPayments.SubscriptionUpdate(const Request: TCpText): ICpAnswer;
begin
  Result := Call('subscription_update', Request);
end;

function TCloudPayments.SubscriptionCancel(const Request: TCpText): ICpAnswer;
begin
  Result := Call('subscription_cancel', Request);
end;

function TCloudPayments.OrderCreate(const Request: TCpText): ICpAnswer;
begin
  Result := Call('order_create', Request);
end;

function TCloudPayments.OrderCancel(const Request: TCpText): ICpAnswer;
begin
  Result := Call('order_cancel', Request);
end;

function TCloudPayments.NotificationGet(const Request: TCpText): ICpAnswer;
begin
  Result := Call('notification_get', Request);
end;

function TCloudPayments.NotificationUpdate(const Request: TCpText): ICpAnswer;
begin
  Result := Call('notification_update', Request);
end;

function TCloudPayments.SbpLink(const Request: TCpText): ICpAnswer;
begin
  Result := Call('sbp_link', Request);
end;

function TCloudPayments.SbpImage(const Request: TCpText): ICpAnswer;
begin
  Result := Call('sbp_image', Request);
end;

function TCloudPayments.TpayLink(const Request: TCpText): ICpAnswer;
begin
  Result := Call('tpay_link', Request);
end;

function TCloudPayments.TpayImage(const Request: TCpText): ICpAnswer;
begin
  Result := Call('tpay_image', Request);
end;

function TCloudPayments.SberpayLink(const Request: TCpText): ICpAnswer;
begin
  Result := Call('sberpay_link', Request);
end;

function TCloudPayments.SberpayImage(const Request: TCpText): ICpAnswer;
begin
  Result := Call('sberpay_image', Request);
end;

function TCloudPayments.DolyamiPay(const Request: TCpText): ICpAnswer;
begin
  Result := Call('dolyami_pay', Request);
end;

function TCloudPayments.SbpBanks(const Request: TCpText): ICpAnswer;
begin
  Result := Call('sbp_banks', Request);
end;

function TCloudPayments.QrStatus(const Request: TCpText): ICpAnswer;
begin
  Result := Call('qr_status', Request);
end;

function TCloudPayments.QrWait(const Request: TCpText): ICpAnswer;
begin
  Result := Call('qr_wait', Request);
end;

function TCloudPayments.ApplepaySession(const Request: TCpText): ICpAnswer;
begin
  Result := Call('applepay_session', Request);
end;

function TCloudPayments.EscrowInfo(const Request: TCpText): ICpAnswer;
begin
  Result := Call('escrow_info', Request);
end;

function TCloudPayments.PublicKey(const Request: TCpText): ICpAnswer;
begin
  Result := Call('public_key', Request);
end;

function TCloudPayments.BinInfo(const Request: TCpText): ICpAnswer;
begin
  Result := Call('bin_info', Request);
end;

function TCloudPayments.ReceiptCreate(const Request: TCpText): ICpAnswer;
begin
  Result := Call('receipt_create', Request);
end;

function TCloudPayments.ReceiptStatus(const Request: TCpText): ICpAnswer;
begin
  Result := Call('receipt_status', Request);
end;

function TCloudPayments.ReceiptGet(const Request: TCpText): ICpAnswer;
begin
  Result := Call('receipt_get', Request);
end;

function TCloudPayments.CorrectionCreate(const Request: TCpText): ICpAnswer;
begin
  Result := Call('correction_create', Request);
end;

function TCloudPayments.CorrectionStatus(const Request: TCpText): ICpAnswer;
begin
  Result := Call('correction_status', Request);
end;

function TCloudPayments.CorrectionGet(const Request: TCpText): ICpAnswer;
begin
  Result := Call('correction_get', Request);
end;

function TCloudPayments.KktFiscalize(const Request: TCpText): ICpAnswer;
begin
  Result := Call('kkt_fiscalize', Request);
end;

function TCloudPayments.KktStateChange(const Request: TCpText): ICpAnswer;
begin
  Result := Call('kkt_state_change', Request);
end;

function TCloudPayments.KktState(const Request: TCpText): ICpAnswer;
begin
  Result := Call('kkt_state', Request);
end;

function TCloudPayments.KktWarnings(const Request: TCpText): ICpAnswer;
begin
  Result := Call('kkt_warnings', Request);
end;

function TCloudPayments.MarkCheck(const Request: TCpText): ICpAnswer;
begin
  Result := Call('mark_check', Request);
end;

function TCloudPayments.MarkCheckMany(const Request: TCpText): ICpAnswer;
begin
  Result := Call('mark_check_many', Request);
end;

function TCloudPayments.Raw(const Request: TCpText): ICpAnswer;
begin
  Result := Call('raw', Request);
end;

function TCloudPayments.Resolve(const Request: TCpText): ICpAnswer;
begin
  Result := Call('resolve', Request);
end;

function TCloudPayments.Reverse(const Request: TCpText): ICpAnswer;
begin
  Result := Call('reverse', Request);
end;

function TCloudPayments.Interrupt(const Request: TCpText): ICpAnswer;
begin
  Result := Call('interrupt', Request);
end;

function TCloudPayments.ThreeDsForm(const Request: TCpText): ICpAnswer;
begin
  Result := Call('three_ds_form', Request);
end;

function TCloudPayments.ThreeDsParse(const Request: TCpText): ICpAnswer;
begin
  Result := Call('three_ds_parse', Request);
end;

function TCloudPayments.WebhookVerify(const Request: TCpText): ICpAnswer;
begin
  Result := Call('webhook_verify', Request);
end;

function TCloudPayments.SelfTest(const Request: TCpText): ICpAnswer;
begin
  Result := Call('self_test', Request);
end;

function TCloudPayments.Reconcile(const Request: TCpText): ICpAnswer;
begin
  Result := Call('reconcile', Request);
end;

function TCloudPayments.CryptogramTest(const Request: TCpText): ICpAnswer;
begin
  Result := Call('cryptogram_test', Request);
end;

function TCloudPayments.JournalPending(const Request: TCpText): ICpAnswer;
begin
  Result := Call('journal_pending', Request);
end;

function TCloudPayments.JournalRecover(const Request: TCpText): ICpAnswer;
begin
  Result := Call('journal_recover', Request);
end;

function TCloudPayments.JournalAck(const Request: TCpText): ICpAnswer;
begin
  Result := Call('journal_ack', Request);
end;

function TCloudPayments.JournalLast(const Request: TCpText): ICpAnswer;
begin
  Result := Call('journal_last', Request);
end;

function TCloudPayments.JournalExport(const Request: TCpText): ICpAnswer;
begin
  Result := Call('journal_export', Request);
end;

function TCloudPayments.JournalRebuild(const Request: TCpText): ICpAnswer;
begin
  Result := Call('journal_rebuild', Request);
end;

function CpObject(const Members: array of TCpText): TCpText;
var
  Index: Integer;
begin
  Result := '{';
  for Index := Low(Members) to High(Members) do
  begin
    if Index > Low(Members) then
      Result := Result + ',';
    Result := Result + Members[Index];
  end;
  Result := Result + '}';
end;

function CpJson(const Name, Value: TCpText): TCpText;
begin
  Result := Taken(cp_json_quote(PAnsiChar(Name))) + ':' + Value;
end;

function CpText(const Name, Value: TCpText): TCpText;
begin
  Result := CpJson(Name, Taken(cp_json_quote(PAnsiChar(Value))));
end;

{ All four decimals that are there: the library refuses a sum with more than two, and names it. }
function CpSum(const Name: TCpText; Value: Currency): TCpText;
var
  Scaled: Int64;
  Sign, Text: string;
begin
  Scaled := 0;
  Move(Value, Scaled, SizeOf(Scaled));
  Sign := '';
  if Scaled < 0 then
    Sign := '-';
  Text := IntToStr(Abs(Scaled));
  while Length(Text) < 5 do
    Text := '0' + Text;
  Insert('.', Text, Length(Text) - 3);
  if Copy(Text, Length(Text) - 1, 2) = '00' then
    SetLength(Text, Length(Text) - 2);
  Result := CpText(Name, TCpText(Sign + Text));
end;

function CpNumber(const Name: TCpText; Value: Int64): TCpText;
begin
  Result := CpJson(Name, TCpText(IntToStr(Value)));
end;

function CpFlag(const Name: TCpText; Value: Boolean): TCpText;
begin
  if Value then
    Result := CpJson(Name, 'true')
  else
    Result := CpJson(Name, 'false');
end;

function CpVersion: TCpText;
begin
  Result := Copied(cp_version);
end;

function CpMethods: TCpText;
begin
  Result := Copied(cp_methods);
end;

function CpStatusName(Status: Integer): TCpText;
begin
  Result := Copied(cp_status_name(Status));
end;

function CpValue(const Json, Path: TCpText): TCpText;
begin
  Result := Taken(cp_json_get(PAnsiChar(Json), PAnsiChar(Path)));
end;

end.
