/*
 * A till on any machine: payments over TLS, 3-D Secure to its end, what is refused and what cannot
 * be sent; and a till that is killed in the middle of a payment, whose journal another one opens.
 *
 * Run with a sandbox that speaks TLS. The sandbox is controlled by way of the library, which is the
 * only one here that can: what it says is compared with the ledger all the same.
 *
 *     till             all of it
 *     till sell        one sale, slowly: what `till` starts and kills
 *
 * CLOUDPAYMENTS_RUNNER is the command that runs it, when that is a program for another machine.
 */
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#else
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

#define CHARGE "payments/cards/charge"
/* "kassa.db" in Russian letters, as JSON has them: no code page may come between. */
#define JOURNAL "\\u043a\\u0430\\u0441\\u0441\\u0430.db"

/* A client that trusts the sandbox's certificate. */
static cp_client *trusting_client(const char *more)
{
    const char *ca_file = getenv("CLOUDPAYMENTS_CA_FILE");
    char *quoted = cp_json_quote(ca_file == NULL ? "" : ca_file);
    char *all = text("\"extra_ca_file\":%s%s%s", quoted, *more == '\0' ? "" : ",", more);
    cp_client *client = new_client(all);
    free(all);
    cp_free_string(quoted);
    return client;
}

static cp_client *till_with_journal(const char *file)
{
    char *more = text("\"till\":\"till-1\",\"journal\":\"%s\"", file);
    cp_client *client = trusting_client(more);
    free(more);
    return client;
}

static char *call(cp_client *client, const char *method, cp_status status, char *request)
{
    char *answer = expect(client, method, request, status);
    free(request);
    return answer;
}

/* --- The sandbox ------------------------------------------------------------------------------ */

static cp_client *control_client;

/* What a control route answers; `body` NULL to read. */
static char *control(const char *route, const char *body)
{
    char *answer = NULL, *own;
    char *request = body == NULL ? text("{\"path\":\"sandbox/%s\",\"effect\":\"reads\","
                                        "\"http_method\":\"GET\"}",
                                        route)
                                 : text("{\"path\":\"sandbox/%s\",\"effect\":\"reads\","
                                        "\"body\":%s}",
                                        route, body);
    cp_raw(control_client, request, &answer);
    own = text("%s", answer == NULL ? "" : answer);
    cp_free_string(answer);
    free(request);
    return own;
}

static void ledger_has(const char *path, const char *expected)
{
    char *ledger = control("ledger", NULL), *found = json_at(ledger, path);
    check(found != NULL && strcmp(found, expected) == 0, "ledger: %s is %s%s%s", path, expected,
          found == NULL ? ", and is absent: " : ", and is ", found == NULL ? ledger : found);
    free(found);
    free(ledger);
}

/* --- Payments --------------------------------------------------------------------------------- */

static void a_payment_takes_the_money(cp_client *client)
{
    char *answer = call(client, "charge", CP_OK, payment(CARD_PAYS, "T-1", "10.50", ""));
    check_field(answer, "outcome", "completed");
    check_field(answer, "next", "finish_sale");
    ledger_has("by_invoice.T-1.charges", "1");
    ledger_has("by_invoice.T-1.net", "10.50");
    free(answer);
}

static void a_payer_proves_who_he_is(cp_client *client)
{
    char *answer = call(client, "charge", CP_REQUIRES_ACTION, payment(CARD_3DS, "T-2", "250", ""));
    char *id = json_at(answer, "Model.TransactionId"), *json, *md, *pares;
    check_field(answer, "next", "show_3ds");
    free(answer);

    json = text("{\"TransactionId\":%s,\"action\":\"confirm_3ds\"}", id);
    answer = control("payer", json);
    free(json);
    md = json_at(answer, "MD");
    pares = json_at(answer, "PaRes");
    check(md != NULL && pares != NULL && strcmp(md, id) == 0, "the payer came back: %.300s",
          answer);
    free(answer);

    answer = call(client, "post3ds", CP_OK,
                  text("{\"TransactionId\":%s,\"PaRes\":\"%s\"}", id, pares == NULL ? "" : pares));
    check_field(answer, "outcome", "completed");
    ledger_has("by_invoice.T-2.net", "250.00");
    free(answer);
    free(id);
    free(md);
    free(pares);
}

static void a_decline_has_words_for_the_cashier(cp_client *client)
{
    char *answer = call(client, "charge", CP_DECLINED, payment(CARD_POOR, "T-3", "99.90", ""));
    char *words = json_at(answer, "cashier.ru");
    check_field(answer, "money", "not_moved");
    check_field(answer, "error.reason_code", "5051");
    check(words != NULL && !pure_ascii(words), "there are Russian words");
    ledger_has("by_invoice.T-3.charges", "0");
    free(words);
    free(answer);
}

static void nobody_listens(void)
{
    cp_client *client =
        cp_client_new("{\"public_id\":\"a\",\"api_secret\":\"b\",\"timeout_ms\":5000,"
                      "\"base_url\":\"https://127.0.0.1:9\"}",
                      NULL);
    char *answer = call(client, "charge", CP_NOT_SENT, payment(CARD_PAYS, "T-4", "1", ""));
    check_field(answer, "money", "not_moved");
    check_field(answer, "error.code", "connect");
    check_field(answer, "evidence.bytes_sent", "0");
    free(answer);
    cp_client_free(client);
}

static void a_stranger_gets_nothing(void)
{
    cp_client *client = new_client("\"timeout_ms\":5000");
    char *answer = call(client, "charge", CP_NOT_SENT, payment(CARD_PAYS, "T-5", "1", ""));
    check_field(answer, "money", "not_moved");
    check_field(answer, "next", "fix_config");
    check_field(answer, "evidence.bytes_sent", "0");
    free(answer);
    cp_client_free(client);
}

static void a_wrong_request_is_not_sent(cp_client *client)
{
    char *answer =
        call(client, "charge", CP_INVALID_REQUEST, payment(CARD_PAYS, "T-6", "\"1.005\"", ""));
    check_field(answer, "money", "not_moved");
    check_field(answer, "error.field", "Amount");
    free(answer);
    answer = NULL;
    check(cp_charge(NULL, "{}", &answer) == CP_INVALID_ARGUMENT, "no client is no crash");
    cp_free_string(answer);
    check(cp_charge(client, "{}", NULL) == CP_INVALID_ARGUMENT, "no place for an answer is none");
}

/* The gateway is silent for ten minutes, and the call ends. */
static void a_call_keeps_its_time(void)
{
    cp_client *client = trusting_client("\"timeout_ms\":1000,\"resolve_ms\":0");
    char *answer;
    free(control("faults", "{\"path\":\"" CHARGE "\",\"kind\":\"delay\",\"times\":1,"
                           "\"delay_ms\":600000}"));
    answer = call(client, "charge", CP_UNKNOWN, payment(CARD_PAYS, "T-7", "1", ""));
    check_field(answer, "money", "unknown");
    free(answer);
    cp_client_free(client);
}

/* --- The journal ------------------------------------------------------------------------------ */

static int sell(void)
{
    cp_client *till = till_with_journal(JOURNAL);
    free(call(till, "charge", CP_OK, payment(CARD_PAYS, "K-1", "45.60", "\"request_id\":\"k-1\"")));
    return finish();
}

#ifdef _WIN32

typedef HANDLE process;

static process another_till(const char *program)
{
    char *line = text("\"%s\" sell", program);
    STARTUPINFOA how;
    PROCESS_INFORMATION started;
    memset(&how, 0, sizeof how);
    how.cb = sizeof how;
    if (!CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &how, &started)) {
        check(0, "another till is started");
        exit(finish());
    }
    free(line);
    CloseHandle(started.hThread);
    return started.hProcess;
}

static int killed(process other)
{
    DWORD code = 0;
    TerminateProcess(other, 9);
    WaitForSingleObject(other, 20000);
    GetExitCodeProcess(other, &code);
    CloseHandle(other);
    return code == 9;
}

#else

typedef pid_t process;

static process another_till(const char *program)
{
    const char *runner = getenv("CLOUDPAYMENTS_RUNNER");
    char *line = text("exec %s '%s' sell", runner == NULL ? "" : runner, program);
    process child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    if (child < 0) {
        check(0, "another till is started");
        exit(finish());
    }
    free(line);
    return child;
}

static int killed(process other)
{
    int status = 0;
    kill(other, SIGKILL);
    return waitpid(other, &status, 0) == other && WIFSIGNALED(status) &&
           WTERMSIG(status) == SIGKILL;
}

#endif

static int charges_of(const char *invoice)
{
    char *path = text("by_invoice.%s.charges", invoice), *ledger = control("ledger", NULL);
    char *found = json_at(ledger, path);
    int charges = found == NULL ? 0 : atoi(found);
    free(found);
    free(ledger);
    free(path);
    return charges;
}

static void count_intents(cp_client *till, const char *outcome)
{
    char *answer = call(till, "journal_pending", CP_OK, text("{}"));
    if (outcome != NULL) {
        check_field(answer, "intents.0.request_id", "k-1");
        check_field(answer, "intents.0.outcome", outcome);
        check(json_at(answer, "intents.1") == NULL, "there is one");
    } else {
        check_field(answer, "intents", "[]");
    }
    free(answer);
}

static void a_till_is_killed_in_the_middle(const char *program)
{
    cp_client *till;
    process other;
    char *answer;
    int turn;
    free(control("faults", "{\"path\":\"" CHARGE "\",\"kind\":\"delay\",\"times\":1,"
                           "\"delay_ms\":600000}"));
    other = another_till(program);
    for (turn = 0; turn < 600 && charges_of("K-1") == 0; turn++)
        sleep_ms(50);
    check(charges_of("K-1") == 1, "its payment is at the bank");

    /* While it lives, what it has begun is its own. */
    till = till_with_journal(JOURNAL);
    count_intents(till, "unknown");
    answer = call(till, "charge", CP_INVOICE_BUSY,
                  payment(CARD_PAYS, "K-1", "45.60", "\"request_id\":\"k-2\""));
    check_field(answer, "error.other_request_id", "k-1");
    free(answer);
    answer = call(till, "journal_recover", CP_OK, text("{\"timeout_ms\":2000}"));
    check_field(answer, "resolved", "[]");
    free(answer);

    check(killed(other), "it is killed");

    count_intents(till, "unknown");
    answer = call(till, "journal_recover", CP_OK, text("{\"timeout_ms\":20000}"));
    check_field(answer, "resolved.0.request_id", "k-1");
    check_field(answer, "resolved.0.outcome", "completed");
    check_field(answer, "resolved.0.money", "moved");
    check_field(answer, "open", "[]");
    free(answer);
    ledger_has("by_invoice.K-1.charges", "1");
    ledger_has("by_invoice.K-1.net", "45.60");
    count_intents(till, "completed");

    /* The same sale again is answered from the journal. */
    answer =
        call(till, "charge", CP_OK, payment(CARD_PAYS, "K-1", "45.60", "\"request_id\":\"k-1\""));
    check_field(answer, "replayed", "true");
    free(answer);
    ledger_has("by_invoice.K-1.charges", "1");
    free(call(till, "journal_ack", CP_OK, text("{\"request_id\":\"k-1\"}")));
    count_intents(till, NULL);
    cp_client_free(till);
}

static void the_journal_says_what_is_wrong_with_its_place(void)
{
    cp_client *till = till_with_journal("no such folder/till.db");
    char *answer = call(till, "charge", CP_JOURNAL_UNAVAILABLE, payment(CARD_PAYS, "K-3", "1", ""));
    check_field(answer, "money", "not_moved");
    free(answer);
    cp_client_free(till);
    check(charges_of("K-3") == 0, "nothing was sent");
}

int main(int count, char **arguments)
{
    cp_client *client;
    if (count == 2 && strcmp(arguments[1], "sell") == 0)
        return sell();
    control_client = trusting_client("");
    free(control("reset", "{}"));
    client = trusting_client("");
    a_payment_takes_the_money(client);
    a_payer_proves_who_he_is(client);
    a_decline_has_words_for_the_cashier(client);
    nobody_listens();
    a_stranger_gets_nothing();
    a_wrong_request_is_not_sent(client);
    a_call_keeps_its_time();
    a_till_is_killed_in_the_middle(arguments[0]);
    the_journal_says_what_is_wrong_with_its_place();
    cp_client_free(client);
    cp_client_free(control_client);
    return finish();
}
