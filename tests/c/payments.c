/*
 * Money through the C interface. What the library says is compared with what the sandbox's ledger
 * shows: the ledger is right.
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *call(cp_client *client, const char *method, cp_status status, char *request)
{
    char *answer = expect(client, method, request, status);
    free(request);
    return answer;
}

static void a_charge_takes_the_money(cp_client *client)
{
    char *answer =
        call(client, "charge", CP_OK, payment(CARD_PAYS, "C-1", "10.50", "\"request_id\":\"c-1\""));
    check_field(answer, "outcome", "completed");
    check_field(answer, "money", "moved");
    check_field(answer, "next", "finish_sale");
    check_field(answer, "final", "true");
    check_field(answer, "request_id", "c-1");
    check_field(answer, "invoice_id", "C-1");
    check_field(answer, "error", "null");
    check_field(answer, "Success", "true");
    check_ledger("by_invoice.C-1.charges", "1");
    check_ledger("by_invoice.C-1.net", "10.50");
    free(answer);
}

static void the_named_function_does_the_same(cp_client *client)
{
    char *request = payment(CARD_PAYS, "C-2", "\"7\"", ""), *answer = NULL;
    cp_status status = cp_charge(client, request, &answer);
    check(status == CP_OK, "cp_charge: %s", answer == NULL ? "(no answer)" : answer);
    check_ledger("by_invoice.C-2.net", "7.00");
    cp_free_string(answer);
    free(request);
}

static void a_decline_has_words_for_the_cashier(cp_client *client)
{
    char *answer = call(client, "charge", CP_DECLINED, payment(CARD_POOR, "D-1", "99.90", ""));
    char *words;
    check_field(answer, "outcome", "declined");
    check_field(answer, "money", "not_moved");
    check_field(answer, "error.code", "declined");
    check_field(answer, "error.reason_code", "5051");
    check_field(answer, "error.reason", "InsufficientFunds");
    words = json_at(answer, "cashier.ru");
    check(words != NULL && !pure_ascii(words), "there are Russian words: %s",
          words == NULL ? "none" : words);
    free(words);
    words = json_at(answer, "cashier.en");
    check(words != NULL && strlen(words) > 3, "there are English words: %s",
          words == NULL ? "none" : words);
    free(words);
    check_ledger("by_invoice.D-1.net", "0.00");
    check_ledger("by_invoice.D-1.charges", "0");
    free(answer);
}

static void ascii_answers_say_the_same(void)
{
    cp_client *client = new_client("\"ascii\":true");
    char *request = payment(CARD_POOR, "D-2", "5", ""), *answer = NULL, *words, *ours;
    check(cp_charge(client, request, &answer) == CP_DECLINED, "declined in ASCII");
    check(answer != NULL && pure_ascii(answer), "the answer is pure ASCII");
    words = cp_json_get(answer, "cashier.ru");
    ours = json_at(answer, "cashier.ru");
    check(words != NULL && ours != NULL && !pure_ascii(words) && strcmp(words, ours) == 0,
          "the words are Russian all the same");
    cp_free_string(words);
    free(ours);
    cp_free_string(answer);
    free(request);
    cp_client_free(client);
}

/* What a till of the nineties sends: code page 1251, and it reads its answers the same way. */
static void windows_1251(void)
{
    static const char crab[] = "\xCA\xF0\xE0\xE1"; /* a crab, in Russian */
    static const char crab_utf8[] = "\xD0\x9A\xD1\x80\xD0\xB0\xD0\xB1";
    cp_client *client = new_client("\"text_encoding\":\"windows-1251\"");
    char *more = text("\"Description\":\"%s\"", crab);
    char *request = payment(CARD_PAYS, "W-1", "3", more), *answer = NULL, *ledger, *found;
    cp_status status = cp_charge(client, request, &answer);
    int index;
    check(status == CP_OK, "a charge in windows-1251: %.300s", answer == NULL ? "" : answer);
    found = json_at(answer, "Model.Description");
    check(found != NULL && strcmp(found, crab) == 0, "its answer is in windows-1251");
    free(found);
    cp_free_string(answer);
    free(request);
    free(more);
    ledger = sandbox_get("/sandbox/ledger");
    for (index = 0;; index++) {
        char *path = text("transactions.%d.InvoiceId", index), *invoice = json_at(ledger, path);
        free(path);
        if (invoice == NULL || strcmp(invoice, "W-1") == 0) {
            free(invoice);
            break;
        }
        free(invoice);
    }
    more = text("transactions.%d.Description", index);
    check(json_is(ledger, more, crab_utf8), "the API got UTF-8");
    free(more);
    free(ledger);
    cp_client_free(client);
}

static void a_hold_is_confirmed_in_part(cp_client *client)
{
    char *answer = call(client, "auth", CP_OK, payment(CARD_PAYS, "H-1", "100.00", ""));
    char *id = json_at(answer, "Model.TransactionId");
    check_field(answer, "outcome", "authorized");
    check_field(answer, "money", "held");
    check_field(answer, "next", "confirm_or_void");
    check_ledger("by_invoice.H-1.held", "100.00");
    check_ledger("by_invoice.H-1.net", "0.00");
    free(answer);
    answer =
        call(client, "confirm", CP_OK, text("{\"TransactionId\":%s,\"Amount\":\"60.25\"}", id));
    check_field(answer, "outcome", "confirmed");
    check_field(answer, "money", "moved");
    check_ledger("by_invoice.H-1.held", "0.00");
    check_ledger("by_invoice.H-1.net", "60.25");
    free(answer);

    /* The number is above 2^32 and may come as text. */
    answer =
        call(client, "confirm", CP_OK, text("{\"TransactionId\":\"%s\",\"Amount\":\"60.25\"}", id));
    check_field(answer, "already", "true");
    check_ledger("by_invoice.H-1.net", "60.25");
    check(strlen(id) >= 10, "TransactionId %s needs more than 32 bits", id);
    free(answer);
    free(id);
}

static void a_hold_is_voided(cp_client *client)
{
    char *answer = call(client, "auth", CP_OK, payment(CARD_PAYS, "V-1", "80", ""));
    char *id = json_at(answer, "Model.TransactionId");
    free(answer);
    answer = call(client, "void", CP_OK, text("{\"TransactionId\":%s}", id));
    check_field(answer, "outcome", "voided");
    check_field(answer, "money", "returned");
    check_ledger("by_invoice.V-1.held", "0.00");
    check_ledger("by_invoice.V-1.net", "0.00");
    free(answer);
    free(id);
}

static void three_d_secure(cp_client *client, const char *card, const char *invoice,
                           const char *action, cp_status status, const char *net)
{
    char *answer = call(client, "charge", CP_REQUIRES_ACTION, payment(card, invoice, "250.00", ""));
    char *model = json_at(answer, "Model"), *id = json_at(answer, "Model.TransactionId");
    char *url = json_at(answer, "Model.AcsUrl"), *form, *html, *json, *md, *pares, *charge_id;
    char *net_path = text("by_invoice.%s.net", invoice);
    check_field(answer, "outcome", "requires_3ds");
    check_field(answer, "money", "not_moved");
    check_field(answer, "next", "show_3ds");
    charge_id = json_at(answer, "request_id");
    free(answer);

    form = call(client, "three_ds_form", CP_OK,
                text("{\"Model\":%s,\"term_url\":\"https://shop.example/\\\"><script>\"}", model));
    html = json_at(form, "html");
    check(html != NULL && strstr(html, "<form") != NULL && strstr(html, "PaReq") != NULL &&
              strstr(html, id) != NULL && strstr(html, url) != NULL,
          "the form leads to the bank's page");
    check(html != NULL && strstr(html, "\"><script>") == NULL, "what we put in is escaped");
    free(html);
    free(form);

    json = text("{\"TransactionId\":%s,\"action\":\"%s\"}", id, action);
    answer = sandbox_post("/sandbox/payer", json);
    free(json);
    md = json_at(answer, "MD");
    pares = json_at(answer, "PaRes");
    check(md != NULL && pares != NULL && strcmp(md, id) == 0, "the payer came back: %s", answer);
    free(answer);

    answer =
        call(client, "post3ds", status, text("{\"TransactionId\":%s,\"PaRes\":\"%s\"}", md, pares));
    check_field(answer, "Model.InvoiceId", invoice);
    check_field(answer, "origin_request_id", charge_id);
    check_ledger(net_path, net);
    free(answer);
    free(model);
    free(id);
    free(url);
    free(md);
    free(pares);
    free(charge_id);
    free(net_path);
}

static void a_refund_goes_back(cp_client *client)
{
    char *answer = call(client, "charge", CP_OK, payment(CARD_PAYS, "R-1", "40.00", ""));
    char *id = json_at(answer, "Model.TransactionId");
    free(answer);
    answer = call(client, "refund", CP_OK, text("{\"TransactionId\":%s,\"Amount\":\"15.01\"}", id));
    check_field(answer, "outcome", "refunded");
    check_field(answer, "money", "returned");
    check_ledger("by_invoice.R-1.net", "24.99");
    free(answer);
    answer = call(client, "refund", CP_REJECTED,
                  text("{\"TransactionId\":%s,\"Amount\":\"25.00\"}", id));
    check_field(answer, "money", "not_moved");
    check_ledger("by_invoice.R-1.net", "24.99");
    free(answer);
    free(id);
}

/* The bank did it, and the answer never came. */
static void a_lost_answer_is_found(cp_client *client)
{
    static const char *const faults[] = {"drop_after", "reset", "truncate", "garbage",
                                         "status_after"};
    size_t index;
    for (index = 0; index < sizeof faults / sizeof *faults; index++) {
        char *invoice = text("L-%lu", (unsigned long)index), *answer, *path;
        sandbox_fault("payments/cards/charge", faults[index], "\"bytes\":20,\"status\":502");
        answer = call(client, "charge", CP_OK, payment(CARD_PAYS, invoice, "12.30", ""));
        check_field(answer, "outcome", "completed");
        check_field(answer, "next", "finish_sale");
        path = text("by_invoice.%s.charges", invoice);
        check_ledger(path, "1");
        free(path);
        path = text("by_invoice.%s.net", invoice);
        check_ledger(path, "12.30");
        free(path);
        free(invoice);
        free(answer);
    }
}

/* The till does not wait: it is told that nobody knows, and asks later. */
static void a_lost_answer_is_asked_for_later(cp_client *client)
{
    char *answer;
    sandbox_fault("payments/cards/charge", "drop_after", "");
    answer = call(client, "charge", CP_UNKNOWN,
                  payment(CARD_PAYS, "L-later", "8.80",
                          "\"request_id\":\"l-later\","
                          "\"resolve_ms\":0"));
    check_field(answer, "money", "unknown");
    check_field(answer, "next", "resolve");
    check_field(answer, "request_id", "l-later");
    free(answer);
    answer = call(client, "resolve", CP_OK, text("{\"request_id\":\"l-later\"}"));
    check_field(answer, "outcome", "completed");
    check_field(answer, "money", "moved");
    check_ledger("by_invoice.L-later.charges", "1");
    check_ledger("by_invoice.L-later.net", "8.80");
    free(answer);
}

/* Nothing arrived at the bank: the call ends with the money taken once. */
static void a_connection_refused_at_first_is_tried_again(cp_client *client)
{
    char *answer;
    sandbox_fault("payments/cards/charge", "status", "\"status\":429");
    answer = call(client, "charge", CP_OK, payment(CARD_PAYS, "N-1", "1.10", ""));
    check_ledger("by_invoice.N-1.charges", "1");
    check_ledger("by_invoice.N-1.net", "1.10");
    free(answer);
}

static void the_same_request_id_charges_once(cp_client *client)
{
    char *first =
        call(client, "charge", CP_OK, payment(CARD_PAYS, "S-1", "2.20", "\"request_id\":\"s-1\""));
    char *again =
        call(client, "charge", CP_OK, payment(CARD_PAYS, "S-1", "2.20", "\"request_id\":\"s-1\""));
    char *id = json_at(first, "transaction_id");
    check_field(again, "transaction_id", id);
    check_ledger("by_invoice.S-1.charges", "1");
    free(first);
    free(again);
    again = call(client, "charge", CP_IDEMPOTENCY_MISMATCH,
                 payment(CARD_PAYS, "S-1", "2.21", "\"request_id\":\"s-1\""));
    check_ledger("by_invoice.S-1.net", "2.20");
    free(again);
    free(id);
}

static void amounts_are_exact(cp_client *client)
{
    static const struct {
        const char *json, *wire, *net;
    } sums[] = {
        {"0.01", "0.01", "0.01"},
        {"\"0.10\"", "0.10", "0.10"},
        {"10", "10", "10.00"},
        {"10.5", "10.5", "10.50"},
        {"0.29", "0.29", "0.29"},
        {"1.15", "1.15", "1.15"},
        {"4503599627.37", "4503599627.37", "4503599627.37"},
        {"\"999999999999.99\"", "999999999999.99", "999999999999.99"},
    };
    size_t index;
    char *answer, *requests, *request;
    for (index = 0; index < sizeof sums / sizeof *sums; index++) {
        char *invoice = text("E-%lu", (unsigned long)index), *path, *wire;
        int last = sandbox_requests(NULL);
        answer = call(client, "charge", CP_OK, payment(CARD_PAYS, invoice, sums[index].json, ""));
        path = text("by_invoice.%s.net", invoice);
        check_ledger(path, sums[index].net);
        free(path);
        free(answer);
        requests = sandbox_get("/sandbox/requests");
        wire = text("\"Amount\":%s,", sums[index].wire);
        path = text("%d.body", last);
        request = json_at(requests, path);
        check(request != NULL && strstr(request, wire) != NULL, "%s went out digit for digit%s%s",
              wire, request != NULL && strstr(request, wire) != NULL ? "" : ": ",
              request == NULL || strstr(request, wire) != NULL ? "" : request);
        free(request);
        free(path);
        free(wire);
        free(requests);
        free(invoice);
    }
    request = text("{\"amount_minor\":1999,\"InvoiceId\":\"E-minor\",\"IpAddress\":\"127.0.0.1\","
                   "\"CardCryptogramPacket\":\"%s\"}",
                   CARD_PAYS);
    answer = call(client, "charge", CP_OK, request);
    check_ledger("by_invoice.E-minor.net", "19.99");
    free(answer);
}

static void no_call_outlives_its_timeout(void)
{
    cp_client *client = new_client("\"timeout_ms\":1000");
    double start;
    char *answer;
    free(sandbox_post("/sandbox/faults",
                      "{\"path\":\"*\",\"kind\":\"delay\",\"delay_ms\":3000,\"times\":20}"));
    start = now();
    answer = call(client, "charge", CP_UNKNOWN, payment(CARD_PAYS, "slow", "10", ""));
    check(now() - start < 1.5, "a call of 1,000 ms took %d ms", (int)((now() - start) * 1000));
    check_field(answer, "money", "unknown");
    free(answer);
    sandbox_reset();
    cp_client_free(client);
}

static void a_closed_port_takes_no_money(void)
{
    cp_client *client =
        cp_client_new("{\"public_id\":\"a\",\"api_secret\":\"b\",\"timeout_ms\":2000,"
                      "\"base_url\":\"http://127.0.0.1:9\"}",
                      NULL);
    char *answer = call(client, "charge", CP_NOT_SENT, payment(CARD_PAYS, "nowhere", "1", ""));
    check_field(answer, "money", "not_moved");
    check_field(answer, "error.code", "connect");
    check_field(answer, "evidence.bytes_sent", "0");
    free(answer);
    answer = call(client, "payment_get", CP_NOT_SENT, text("{\"TransactionId\":1}"));
    check_field(answer, "money", "none");
    free(answer);
    cp_client_free(client);
}

static void wrong_keys_take_no_money(void)
{
    char *answer;
    cp_client *client = new_client("\"timeout_ms\":5000");
    char *config = new_client_config(""), *secret = strstr(config, "api_secret");
    cp_client_free(client);
    secret[strlen("api_secret\":\"")] = '!';
    client = cp_client_new(config, NULL);
    answer = call(client, "charge", CP_UNAUTHORIZED, payment(CARD_PAYS, "keys", "1", ""));
    check_field(answer, "money", "not_moved");
    check_field(answer, "next", "fix_config");
    free(answer);
    free(config);
    cp_client_free(client);
}

static void a_form_carries_the_same_digits(void)
{
    cp_client *client = new_client("\"content_type\":\"form\"");
    char *answer =
        call(client, "charge", CP_OK,
             payment(CARD_PAYS, "form", "\"0.70\"", "\"Description\":\"a+b & c=d \xD1\x8F\""));
    check_field(answer, "Model.Description", "a+b & c=d \xD1\x8F");
    check_ledger("by_invoice.form.net", "0.70");
    free(answer);
    cp_client_free(client);
}

static void what_is_reversed_stays_reversed(cp_client *client)
{
    int turn;
    char *answer = call(client, "charge", CP_OK, payment(CARD_PAYS, "Z-1", "5.55", ""));
    free(answer);
    for (turn = 0; turn < 2; turn++) {
        answer = call(client, "reverse", CP_REVERSED, text("{\"InvoiceId\":\"Z-1\"}"));
        check_field(answer, "money", "returned");
        check_ledger("by_invoice.Z-1.net", "0.00");
        free(answer);
    }
    answer = call(client, "auth", CP_OK, payment(CARD_PAYS, "Z-2", "6.66", ""));
    free(answer);
    answer = call(client, "reverse", CP_REVERSED, text("{\"InvoiceId\":\"Z-2\"}"));
    check_ledger("by_invoice.Z-2.held", "0.00");
    check_ledger("by_invoice.Z-2.net", "0.00");
    free(answer);
}

int main(void)
{
    cp_client *client;
    sandbox_reset();
    no_call_outlives_its_timeout();
    client = new_client("\"app\":{\"name\":\"tests\",\"version\":\"1\"}");
    free(expect(client, "test", "{}", CP_OK));
    a_charge_takes_the_money(client);
    the_named_function_does_the_same(client);
    a_decline_has_words_for_the_cashier(client);
    ascii_answers_say_the_same();
    windows_1251();
    a_hold_is_confirmed_in_part(client);
    a_hold_is_voided(client);
    three_d_secure(client, CARD_3DS, "T-1", "confirm_3ds", CP_OK, "250.00");
    three_d_secure(client, CARD_3DS, "T-2", "refuse_3ds", CP_DECLINED, "0.00");
    a_refund_goes_back(client);
    a_lost_answer_is_found(client);
    a_lost_answer_is_asked_for_later(client);
    a_connection_refused_at_first_is_tried_again(client);
    the_same_request_id_charges_once(client);
    amounts_are_exact(client);
    what_is_reversed_stays_reversed(client);
    a_form_carries_the_same_digits();
    a_closed_port_takes_no_money();
    wrong_keys_take_no_money();
    check_ledger("totals.held", "0.00");
    cp_client_free(client);
    return finish();
}
