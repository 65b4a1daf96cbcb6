{
  Take money for a sale; a card without money; an answer that is lost on the way.

      charge http://127.0.0.1:43127
}
program Charge;

{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}
{$IFDEF MSWINDOWS}{$APPTYPE CONSOLE}{$ENDIF}
{$H+}

uses
  SysUtils, CloudPayments;

const
  { The cryptogram comes from the payment form; these are of test cards. }
  CARD_PAYS = '014111111111301204c2FuZGJveA==';
  CARD_POOR = '014000055556301204c2FuZGJveA==';

procedure Show(const Caption: string; const Text: TCpText);
begin
  WriteLn(Format('%-12s ', [Caption]), Text);
end;

{ RequestId names this one attempt: store it with the sale before the call. }
function Sale(const RequestId, Invoice, Card: TCpText; Sum: Currency): TCpText;
begin
  Result := CpObject([CpText('request_id', RequestId), CpSum('Amount', Sum),
    CpText('Currency', 'RUB'), CpText('InvoiceId', Invoice), CpText('IpAddress', '127.0.0.1'),
    CpText('CardCryptogramPacket', Card)]);
end;

{ Only for a sandbox: the next charge is made, and its answer lost on the way. }
procedure LoseTheNextAnswer(Till: TCloudPayments);
begin
  Till.Raw('{"path":"sandbox/faults","effect":"reads",' +
    '"body":{"path":"payments/cards/charge","kind":"drop_after","times":1}}');
end;

{ What the till does next; False when the goods stay here. }
function Sell(Till: TCloudPayments; const RequestId, Invoice, Card: TCpText; Sum: Currency): Boolean;
var
  Answer: ICpAnswer;
begin
  Answer := Till.Charge(Sale(RequestId, Invoice, Card, Sum));
  Show('charge', CpStatusName(Answer.Status));
  if Answer.InDoubt then
  begin
    { Never charge again: ask what became of it. }
    Show('cashier', Answer.CashierRu);
    Answer := Till.Resolve(CpObject([CpText('request_id', RequestId),
      CpText('InvoiceId', Invoice), CpText('sent_at', Answer.Value('sent_at')),
      CpSum('Amount', Sum), CpText('Currency', 'RUB')]));
    Show('resolve', CpStatusName(Answer.Status));
  end;
  Show('cashier', Answer.CashierRu);
  Result := Answer.FinishSale;
  if Result then
    Show('sum', Answer.Value('Model.Amount'))
  else if Answer.MayRepeat then
    Show('next', 'no money moved; another card may be tried')
  else
    Show('next', Answer.Value('next'));
end;

var
  Till: TCloudPayments;
  Good: Boolean;
begin
  Good := False;
  try
    { With real keys there is no "base_url". "resolve_ms": 0 so that the till asks by itself here;
      else the call does. }
    Till := TCloudPayments.Create(CpObject([
      CpText('public_id', 'test_api_00000000000000000000001'), CpText('api_secret', 'sandbox'),
      CpText('base_url', TCpText(ParamStr(1))), CpNumber('resolve_ms', 0)]));
    try
      Good := Sell(Till, 'pas-1', 'pas-charge', CARD_PAYS, 27.30);
      Good := not Sell(Till, 'pas-2', 'pas-decline', CARD_POOR, 99.90) and Good;
      LoseTheNextAnswer(Till);
      Good := Sell(Till, 'pas-3', 'pas-lost', CARD_PAYS, 14.05) and Good;
    finally
      Till.Free;
    end;
  except
    on Problem: ECloudPayments do
      Show('error', TCpText(Problem.Message));
  end;
  if not Good then
    Halt(1);
end.
