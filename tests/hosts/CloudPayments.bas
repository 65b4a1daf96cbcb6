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

{@statuses}
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

{@methods}
