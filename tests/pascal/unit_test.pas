{ What the unit promises beside payments, which the example takes. Run with a sandbox. }
program UnitTest;

{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}
{$IFDEF MSWINDOWS}{$APPTYPE CONSOLE}{$ENDIF}
{$H+}

uses
  SysUtils, CloudPayments;

var
  Passed, Failed: Integer;

procedure Check(Good: Boolean; const What: string);
begin
  if Good then
  begin
    WriteLn('ok   ', What);
    Inc(Passed);
  end
  else
  begin
    WriteLn('FAIL ', What);
    Inc(Failed);
  end;
end;

function Config(const More: TCpText): TCpText;
begin
  Result := CpObject([CpText('public_id', TCpText(GetEnvironmentVariable('CLOUDPAYMENTS_PUBLIC_ID'))),
    CpText('api_secret', TCpText(GetEnvironmentVariable('CLOUDPAYMENTS_API_SECRET'))),
    CpText('base_url', TCpText(GetEnvironmentVariable('CLOUDPAYMENTS_URL'))), More]);
end;

procedure SumsAreExact;
var
  Largest: Currency;
begin
  Check(CpSum('Amount', 10.5) = '"Amount":"10.50"', 'a sum has two decimals');
  Check(CpSum('Amount', 0.01) = '"Amount":"0.01"', 'the smallest sum');
  Check(CpSum('Amount', 0.0001) = '"Amount":"0.0001"', 'what is no sum is not rounded to one');
  Check(CpSum('Amount', -1) = '"Amount":"-1.00"', 'a sign stays, for the library to refuse');
  Largest := StrToCurr('999999999999') + StrToCurr('99') / 100;
  Check(CpSum('Amount', Largest) = '"Amount":"999999999999.99"', 'the largest sum');
end;

procedure TextIsEscaped;
begin
  Check(CpObject([]) = '{}', 'an object of nothing');
  Check(CpText('a', 'say "no"\') = '"a":"say \"no\"\\"', 'quotes and backslashes are escaped');
  Check(CpObject([CpNumber('n', 9223372036854775807), CpFlag('f', True), CpJson('j', '[1]')]) =
    '{"n":9223372036854775807,"f":true,"j":[1]}', 'numbers, flags and JSON');
end;

procedure FaultsOfTheProgramAreExceptions(Till: TCloudPayments);
var
  Status: Integer;
begin
  Status := -1;
  try
    Till.Charge('{"Amont":"1"}');
  except
    on Problem: ECloudPayments do
    begin
      Status := Problem.Answer.Status;
      Check(Problem.Answer.Value('error.field') = 'Amont', 'the field at fault is named');
    end;
  end;
  Check(Status = CP_INVALID_REQUEST, 'an unknown field raises');
  Status := -1;
  try
    Till.Call('no_such_method', '');
  except
    on Problem: ECloudPayments do
      Status := Problem.Answer.Status;
  end;
  Check(Status = CP_UNKNOWN_METHOD, 'an unknown method raises');
  Status := -1;
  try
    TCloudPayments.Create('{"public_id":"a"}').Free;
  except
    on Problem: ECloudPayments do
      Status := Problem.Answer.Status;
  end;
  Check(Status = CP_INVALID_CONFIG, 'a wrong configuration raises');
end;

procedure AnswersAreNoExceptions(Till: TCloudPayments);
var
  Answer: ICpAnswer;
  Refused: Boolean;
begin
  Answer := Till.Test;
  Check(Answer.Status = CP_OK, 'a request may be left out where nothing is required');
  Check(Answer.Has('status') and not Answer.Has('Model.TransactionId'), 'what is absent is told');
  Answer := Till.PaymentGet(CpObject([CpNumber('TransactionId', 1)]));
  Check(Answer.Status = CP_NOT_FOUND, 'what is not found is an answer');
  Answer := Till.Auth(CpObject([CpSum('Amount', 1234.56), CpText('InvoiceId', 'pas-sum'),
    CpText('CardCryptogramPacket', '014111111111301204c2FuZGJveA==')]));
  Check((Answer.Status = CP_OK) and (Answer.Value('money') = 'held'), 'a hold');
  Check(not Answer.FinishSale and not Answer.MayRepeat and not Answer.InDoubt,
    'a hold is no sale, no failure and no doubt');
  Check(Answer.Sum('Model.Amount') = StrToCurr('1234') + StrToCurr('56') / 100,
    'the sum comes back exactly');
  Refused := False;
  try
    Answer.Sum('Model.InvoiceId');
  except
    on EConvertError do
      Refused := True;
  end;
  Check(Refused, 'text is no sum');
end;

{ "Kassa" in the code page, and what the gateway made of it. }
procedure TheTillMaySpeakItsCodePage;
var
  Till: TCloudPayments;
  Answer: ICpAnswer;
  Words: TCpText;
begin
  Words := #$CA#$E0#$F1#$F1#$E0;
  Till := TCloudPayments.Create(Config(CpText('text_encoding', 'windows-1251')));
  try
    Answer := Till.Charge(CpObject([CpSum('Amount', 1), CpText('InvoiceId', 'pas-1251'),
      CpText('Description', Words),
      CpText('CardCryptogramPacket', '014000055556301204c2FuZGJveA==')]));
    Check(Answer.Status = CP_DECLINED, 'a decline in Windows-1251');
    Check(Answer.Value('Model.Description') = Words, 'the text comes back as it went');
    { "Nedo...", the beginning of the words for a card without money. }
    Check(Copy(Answer.CashierRu, 1, 4) = #$CD#$E5#$E4#$EE, 'so do the words for the cashier');
  finally
    Till.Free;
  end;
end;

var
  Till: TCloudPayments;
begin
  SumsAreExact;
  TextIsEscaped;
  Till := TCloudPayments.Create(Config(CpNumber('timeout_ms', 20000)));
  try
    FaultsOfTheProgramAreExceptions(Till);
    AnswersAreNoExceptions(Till);
  finally
    Till.Free;
  end;
  TheTillMaySpeakItsCodePage;
  WriteLn(Passed, ' passed, ', Failed, ' failed');
  if Failed > 0 then
    Halt(1);
end.
