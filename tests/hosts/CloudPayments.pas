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

{@statuses}
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

{@methods}  end;

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

{@calls}
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
