Attribute VB_Name = "CloudPayments"
' Card payments through CloudPayments, for Visual Basic 6 and for VBA in Office of 32 bits.
'
' Written by tests/hosts.rs from the catalogue of the library; do not edit: `make bless`.
'
' NOT RUN: there is no Visual Basic where the library is tested. The .dll that it declares is, by
' tests/windows/stdcall.c, called as this module calls it.
'
' THREE LINES TO KNOW BY HEART
'   Release goods only when CpValue(answer, "next") is "finish_sale".
'   Repeat a call only when CpValue(answer, "money") is "not_moved".
'   When "money" is "unknown" ask us (CpResolve), not the card.
'
' TEXT: Visual Basic passes strings in the code page of the system. CpOpen sets "text_encoding" to
' "windows-1251", so the system must be a Russian one, or the text ASCII.
' SUMS: pass text, "10.50". A Double is no sum, and CStr writes a comma on a Russian system.
'
' cloudpayments_stdcall.dll lies beside the program. One client for the whole program is enough:
'
'   client = CpOpen("""public_id"":""pk_..."",""api_secret"":""...""", answer)
'   status = CpCharge(client, "{""Amount"":""10.50"",...}", answer)
'   If CpValue(answer, "next") = "finish_sale" Then ...
'   MsgBox CpValue(answer, "cashier.ru")
'   CpClose client
Option Explicit

' Done as asked; money says whether it was taken, held or given back.
Public Const CP_OK As Long = 0
' The payer must act: 3-D Secure (next is show_3ds), or a link or QR code (show_link).
Public Const CP_REQUIRES_ACTION As Long = 1
' Accepted by the gateway; the result comes later.
Public Const CP_PENDING As Long = 2
' Not found yet; it will be reversed when it turns up. Cash may be taken.
Public Const CP_REVERSING As Long = 3
' The issuer or the gateway said no. No money moved.
Public Const CP_DECLINED As Long = 10
' The API refused the request. No money moved.
Public Const CP_REJECTED As Long = 11
' The gateway did not accept public_id and api_secret. No money moved.
Public Const CP_UNAUTHORIZED As Long = 12
' A look-up found nothing.
Public Const CP_NOT_FOUND As Long = 13
' Proven: the gateway never had a whole request. The call may be repeated.
Public Const CP_NOT_SENT As Long = 20
' The request was sent and no usable answer came. Never repeat it: call resolve.
Public Const CP_UNKNOWN As Long = 21
' It was in doubt and is now proven absent. The call may be repeated with the same request_id.
Public Const CP_NOT_PROCESSED As Long = 22
' The payment was voided or refunded, or its hold is gone.
Public Const CP_REVERSED As Long = 23
' The evidence contradicts itself. A person must look.
Public Const CP_MANUAL_REVIEW As Long = 24
' A read got no usable answer. It may be repeated.
Public Const CP_NO_ANSWER As Long = 25
' NULL, a dead handle, a wrong encoding, or text that is no JSON object. Nothing was sent.
Public Const CP_INVALID_ARGUMENT As Long = 30
' A field is missing, unknown or malformed: see error.field. Nothing was sent.
Public Const CP_INVALID_REQUEST As Long = 31
' The configuration given to cp_client_new is wrong: see error.field.
Public Const CP_INVALID_CONFIG As Long = 32
' No method has this name. Nothing was sent.
Public Const CP_UNKNOWN_METHOD As Long = 33
' The same request_id was used with other content. Nothing was sent.
Public Const CP_IDEMPOTENCY_MISMATCH As Long = 34
' Another request_id with this InvoiceId is in flight or in doubt. Nothing was sent.
Public Const CP_INVOICE_BUSY As Long = 35
' A notification that is not genuine.
Public Const CP_BAD_SIGNATURE As Long = 40
' The journal cannot be written. Nothing was sent.
Public Const CP_JOURNAL_UNAVAILABLE As Long = 50
' A fault of this library; money says whether anything may have been sent.
Public Const CP_INTERNAL As Long = 90
Private Declare Function cp_abi_version Lib "cloudpayments_stdcall.dll" () As Long
Private Declare Function cp_client_new Lib "cloudpayments_stdcall.dll" (ByVal config As String, ByRef answer As Long) As Long
Private Declare Sub cp_client_free Lib "cloudpayments_stdcall.dll" (ByVal client As Long)
Private Declare Function cp_call Lib "cloudpayments_stdcall.dll" (ByVal client As Long, ByVal method As String, ByVal request As String, ByRef answer As Long) As Long
Private Declare Sub cp_free_string Lib "cloudpayments_stdcall.dll" (ByVal text As Long)
Private Declare Function cp_json_get Lib "cloudpayments_stdcall.dll" (ByVal json As String, ByVal path As String) As Long
Private Declare Function cp_json_quote Lib "cloudpayments_stdcall.dll" (ByVal text As String) As Long
Private Declare Function cp_copy_text Lib "cloudpayments_stdcall.dll" (ByVal text As Long, ByVal buffer As String, ByVal size As Long) As Long

' Makes a client; 0 when it cannot, and the answer says why. The members of the configuration,
' without the braces around them.
Public Function CpOpen(ByVal members As String, ByRef answer As String) As Long
    Dim text As Long
    If cp_abi_version() <> 1 Then
        Err.Raise vbObjectError + 1, "CloudPayments", "the library is not the one that this module was written for"
    End If
    CpOpen = cp_client_new("{""text_encoding"":""windows-1251""," & members & "}", text)
    answer = Taken(text)
End Function

Public Sub CpClose(ByVal client As Long)
    cp_client_free client
End Sub

' Any method of the catalogue. Waits until the call ends, at most "timeout_ms" and 250 ms.
Public Function CpCall(ByVal client As Long, ByVal method As String, ByVal request As String, ByRef answer As String) As Long
    Dim text As Long
    CpCall = cp_call(client, method, request, text)
    answer = Taken(text)
End Function

' One value of an answer by its path, "Model.TransactionId"; empty when it is absent or null.
Public Function CpValue(ByVal answer As String, ByVal path As String) As String
    CpValue = Taken(cp_json_get(answer, path))
End Function

' A text as JSON has it, with its quotes.
Public Function CpQuote(ByVal text As String) As String
    CpQuote = Taken(cp_json_quote(text))
End Function

' Copies a text of the library and gives it back.
Private Function Taken(ByVal text As Long) As String
    Dim length As Long, buffer As String
    If text = 0 Then Exit Function
    length = cp_copy_text(text, vbNullString, 0)
    buffer = String$(length + 1, vbNullChar)
    cp_copy_text text, buffer, length + 1
    cp_free_string text
    Taken = Left$(buffer, length)
End Function

' Check the connection and the keys. (reads) Nothing is required.
Public Function CpTest(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpTest = CpCall(client, "test", request, answer)
End Function

' Charge a card in one step. (moves money) Required: Amount, CardCryptogramPacket.
Public Function CpCharge(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpCharge = CpCall(client, "charge", request, answer)
End Function

' Hold a sum on a card; confirm or void it later. (moves money) Required: Amount, CardCryptogramPacket.
Public Function CpAuth(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpAuth = CpCall(client, "auth", request, answer)
End Function

' Finish a payment after 3-D Secure. (moves money) Required: TransactionId, PaRes.
Public Function CpPost3ds(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpPost3ds = CpCall(client, "post3ds", request, answer)
End Function

' Charge a saved card in one step. (moves money) Required: Amount, AccountId, Token, TrInitiatorCode.
Public Function CpTokenCharge(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpTokenCharge = CpCall(client, "token_charge", request, answer)
End Function

' Hold a sum on a saved card; confirm or void it later. (moves money) Required: Amount, AccountId, Token, TrInitiatorCode.
Public Function CpTokenAuth(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpTokenAuth = CpCall(client, "token_auth", request, answer)
End Function

' Take the money of a hold, or a part of it. (moves money) Required: TransactionId, Amount.
Public Function CpConfirm(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpConfirm = CpCall(client, "confirm", request, answer)
End Function

' Release a hold. (moves money) Required: TransactionId.
Public Function CpVoid(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpVoid = CpCall(client, "void", request, answer)
End Function

' Give money back, all or a part, up to a year later. (moves money) Required: TransactionId, Amount.
Public Function CpRefund(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpRefund = CpCall(client, "refund", request, answer)
End Function

' Pay out to a card. (moves money) Required: CardCryptogramPacket, Amount, Currency.
Public Function CpCardPayout(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpCardPayout = CpCall(client, "card_payout", request, answer)
End Function

' Pay out to a saved card. (moves money) Required: Token, Amount, AccountId, Currency.
Public Function CpTokenPayout(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpTokenPayout = CpCall(client, "token_payout", request, answer)
End Function

' Pay out by phone number through the fast payment system. (moves money) Required: Amount, Currency, Receiver.
Public Function CpSbpPayout(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSbpPayout = CpCall(client, "sbp_payout", request, answer)
End Function

' Look a payment up by its number. (reads) Required: TransactionId.
Public Function CpPaymentGet(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpPaymentGet = CpCall(client, "payment_get", request, answer)
End Function

' Look up the latest payment of an order. (reads) Required: InvoiceId.
Public Function CpPaymentFind(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpPaymentFind = CpCall(client, "payment_find", request, answer)
End Function

' Look up the latest operation of an order, refunds and payouts included. (reads) Required: InvoiceId.
Public Function CpPaymentFindV2(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpPaymentFindV2 = CpCall(client, "payment_find_v2", request, answer)
End Function

' List the operations of one day. (reads) Required: Date.
Public Function CpPaymentList(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpPaymentList = CpCall(client, "payment_list", request, answer)
End Function

' List the operations of a period, page by page. (reads) Required: CreatedDateGte, CreatedDateLte, PageNumber.
Public Function CpPaymentListV2(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpPaymentListV2 = CpCall(client, "payment_list_v2", request, answer)
End Function

' List the saved cards of the terminal, page by page. (reads) Required: PageNumber.
Public Function CpTokenList(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpTokenList = CpCall(client, "token_list", request, answer)
End Function

' List the claims of card holders in a period, page by page. (reads) Required: CreatedDateGte, CreatedDateLte, PageNumber.
Public Function CpChargebackList(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpChargebackList = CpCall(client, "chargeback_list", request, answer)
End Function

' Charge a saved card regularly from now on. (changes) Required: Token, AccountId, Description, Amount, Currency, RequireConfirmation, StartDate, Interval, Period.
Public Function CpSubscriptionCreate(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSubscriptionCreate = CpCall(client, "subscription_create", request, answer)
End Function

' Look a subscription up by its id. (reads) Required: Id.
Public Function CpSubscriptionGet(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSubscriptionGet = CpCall(client, "subscription_get", request, answer)
End Function

' Look up all subscriptions of a payer. (reads) Required: AccountId.
Public Function CpSubscriptionFind(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSubscriptionFind = CpCall(client, "subscription_find", request, answer)
End Function

' Change a subscription; one that has ended runs again. (changes) Required: Id.
Public Function CpSubscriptionUpdate(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSubscriptionUpdate = CpCall(client, "subscription_update", request, answer)
End Function

' End a subscription. (changes) Required: Id.
Public Function CpSubscriptionCancel(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSubscriptionCancel = CpCall(client, "subscription_cancel", request, answer)
End Function

' Make a page where an order is paid, and send its address if wanted. (changes) Required: Amount, Description.
Public Function CpOrderCreate(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpOrderCreate = CpCall(client, "order_create", request, answer)
End Function

' Cancel an order that is not paid yet. (changes) Required: Id.
Public Function CpOrderCancel(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpOrderCancel = CpCall(client, "order_cancel", request, answer)
End Function

' Read where notifications of one type are sent. (reads) Required: Type.
Public Function CpNotificationGet(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpNotificationGet = CpCall(client, "notification_get", request, answer)
End Function

' Say where notifications of one type are sent. What is left out gets its default. (changes) Required: Type.
Public Function CpNotificationUpdate(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpNotificationUpdate = CpCall(client, "notification_update", request, answer)
End Function

' Make a link for a payment through the fast payment system. (changes) Required: Amount, Currency, Scheme.
Public Function CpSbpLink(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSbpLink = CpCall(client, "sbp_link", request, answer)
End Function

' Make a QR code (PNG in base64) for a payment through the fast payment system. (changes) Required: Amount, Currency, Scheme.
Public Function CpSbpImage(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSbpImage = CpCall(client, "sbp_image", request, answer)
End Function

' Make a link for a payment with T-Pay. (changes) Required: Amount, Currency, Scheme, Os, Browser, Webview, Device, SuccessRedirectUrl, FailRedirectUrl.
Public Function CpTpayLink(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpTpayLink = CpCall(client, "tpay_link", request, answer)
End Function

' Make a QR code (SVG in base64) for a payment with T-Pay. (changes) Required: Amount, Currency, Scheme, Os, Browser, Webview, Device, SuccessRedirectUrl, FailRedirectUrl.
Public Function CpTpayImage(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpTpayImage = CpCall(client, "tpay_image", request, answer)
End Function

' Make a link for a payment with SberPay. (changes) Required: Amount, Currency, Scheme, Os, Browser, Webview, Device.
Public Function CpSberpayLink(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSberpayLink = CpCall(client, "sberpay_link", request, answer)
End Function

' Make a QR code (SVG in base64) for a payment with SberPay. (changes) Required: Amount, Currency, Scheme, Os, Browser, Webview, Device.
Public Function CpSberpayImage(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSberpayImage = CpCall(client, "sberpay_image", request, answer)
End Function

' Make a link for a payment in parts with Dolyami. (changes) Required: AltPayType, Amount, Scheme.
Public Function CpDolyamiPay(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpDolyamiPay = CpCall(client, "dolyami_pay", request, answer)
End Function

' List the banks of the fast payment system. (reads) Nothing is required.
Public Function CpSbpBanks(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSbpBanks = CpCall(client, "sbp_banks", request, answer)
End Function

' Ask how far the payment of a link or QR code is. (reads) Required: TransactionId.
Public Function CpQrStatus(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpQrStatus = CpCall(client, "qr_status", request, answer)
End Function

' Wait until the payment of a link or QR code changes, or for a while. (reads) Required: TransactionId.
Public Function CpQrWait(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpQrWait = CpCall(client, "qr_wait", request, answer)
End Function

' Open a session of Apple Pay on the web. (reads) Required: ValidationUrl.
Public Function CpApplepaySession(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpApplepaySession = CpCall(client, "applepay_session", request, answer)
End Function

' Ask for the state of safe deals. (reads) Required: EscrowAccumulationIds.
Public Function CpEscrowInfo(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpEscrowInfo = CpCall(client, "escrow_info", request, answer)
End Function

' Get the key with which card cryptograms are made. (reads) Nothing is required.
Public Function CpPublicKey(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpPublicKey = CpCall(client, "public_key", request, answer)
End Function

' Ask which bank has issued a card, by its first six digits. (reads) Required: digits.
Public Function CpBinInfo(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpBinInfo = CpCall(client, "bin_info", request, answer)
End Function

' Print a receipt on the cash register. (changes) Required: Inn, Type, CustomerReceipt.
Public Function CpReceiptCreate(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpReceiptCreate = CpCall(client, "receipt_create", request, answer)
End Function

' Ask whether a receipt is printed. (reads) Required: Id.
Public Function CpReceiptStatus(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpReceiptStatus = CpCall(client, "receipt_status", request, answer)
End Function

' Look a printed receipt up. (reads) Required: Id.
Public Function CpReceiptGet(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpReceiptGet = CpCall(client, "receipt_get", request, answer)
End Function

' Print a correction receipt. (changes) Required: CorrectionReceiptData.
Public Function CpCorrectionCreate(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpCorrectionCreate = CpCall(client, "correction_create", request, answer)
End Function

' Ask whether a correction receipt is printed. (reads) Required: Id.
Public Function CpCorrectionStatus(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpCorrectionStatus = CpCall(client, "correction_status", request, answer)
End Function

' Look a printed correction receipt up. (reads) Required: Id.
Public Function CpCorrectionGet(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpCorrectionGet = CpCall(client, "correction_get", request, answer)
End Function

' Register a cash register with the tax service. (changes) Required: Inn, DeviceNumber, FiscalNumber, RegNumber, Url, Ofd, TaxationSystem, MerchantEmail, MerchantPhone.
Public Function CpKktFiscalize(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpKktFiscalize = CpCall(client, "kkt_fiscalize", request, answer)
End Function

' Take a cash register out of service, or back into it. (changes) Required: Inn, DeviceNumber, FiscalNumber, OnMaintenance.
Public Function CpKktStateChange(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpKktStateChange = CpCall(client, "kkt_state_change", request, answer)
End Function

' Ask for the state of a cash register. (reads) Required: DeviceNumber, FiscalNumber.
Public Function CpKktState(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpKktState = CpCall(client, "kkt_state", request, answer)
End Function

' List the warnings of all cash registers. (reads) Nothing is required.
Public Function CpKktWarnings(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpKktWarnings = CpCall(client, "kkt_warnings", request, answer)
End Function

' Ask whether a marked item may be sold. (reads) Required: Inn, MarkCode.
Public Function CpMarkCheck(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpMarkCheck = CpCall(client, "mark_check", request, answer)
End Function

' Ask whether marked items may be sold. (reads) Required: Inn, MarkCodes.
Public Function CpMarkCheckMany(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpMarkCheckMany = CpCall(client, "mark_check_many", request, answer)
End Function

' Call a path of the API that this library does not know. (moves money) Required: path.
Public Function CpRaw(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpRaw = CpCall(client, "raw", request, answer)
End Function

' Ask what became of an operation in doubt. Only asks, never pays. (moves money) Nothing is required.
Public Function CpResolve(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpResolve = CpCall(client, "resolve", request, answer)
End Function

' Undo a payment: void a hold, refund the rest of a capture. Safe to repeat. (moves money) Nothing is required.
Public Function CpReverse(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpReverse = CpCall(client, "reverse", request, answer)
End Function

' Make the call with this request_id, running in another thread, return at once. Stops the waiting, never the payment. (local) Nothing is required.
Public Function CpInterrupt(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpInterrupt = CpCall(client, "interrupt", request, answer)
End Function

' Make the HTML page that takes the payer to the issuer. (local) Required: Model, term_url.
Public Function CpThreeDsForm(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpThreeDsForm = CpCall(client, "three_ds_form", request, answer)
End Function

' Read what the issuer's page posted back; gives the request for post3ds. (local) Required: body.
Public Function CpThreeDsParse(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpThreeDsParse = CpCall(client, "three_ds_parse", request, answer)
End Function

' Check that a notification is genuine, read it, and say what to answer. (local) Required: type, headers.
Public Function CpWebhookVerify(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpWebhookVerify = CpCall(client, "webhook_verify", request, answer)
End Function

' Look at the way to the gateway step by step: name, connection, certificate, keys, clock, limit. Sends only test. (local) Nothing is required.
Public Function CpSelfTest(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpSelfTest = CpCall(client, "self_test", request, answer)
End Function

' Compare the till's operations of a day with the gateway's. (local) Required: date, operations.
Public Function CpReconcile(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpReconcile = CpCall(client, "reconcile", request, answer)
End Function

' Make the cryptogram of a test card for a sandbox on this machine; never for a real gateway. (local) Required: card, expiry.
Public Function CpCryptogramTest(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpCryptogramTest = CpCall(client, "cryptogram_test", request, answer)
End Function

' List the operations of this till that are open, and those whose result it has not acknowledged. (local) Nothing is required.
Public Function CpJournalPending(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpJournalPending = CpCall(client, "journal_pending", request, answer)
End Function

' Ask about every open operation of this till until it has ended or timeout_ms is up; undo what was left to be undone. Never pays. (local) Nothing is required.
Public Function CpJournalRecover(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpJournalRecover = CpCall(client, "journal_recover", request, answer)
End Function

' Say that this till has the result of this request_id: it is not handed out again. (local) Nothing is required.
Public Function CpJournalAck(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpJournalAck = CpCall(client, "journal_ack", request, answer)
End Function

' Give the answer to the last operation of this till again. (local) Nothing is required.
Public Function CpJournalLast(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpJournalLast = CpCall(client, "journal_last", request, answer)
End Function

' Write the journal into a new file as JSON lines, for support and for other programs. (local) Required: path.
Public Function CpJournalExport(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpJournalExport = CpCall(client, "journal_export", request, answer)
End Function

' Put a damaged journal aside and begin a new one with the payments that the gateway shows of the last days. (local) Nothing is required.
Public Function CpJournalRebuild(ByVal client As Long, ByVal request As String, ByRef answer As String) As Long
    CpJournalRebuild = CpCall(client, "journal_rebuild", request, answer)
End Function
