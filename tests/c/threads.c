/*
 * Many threads, one client: nobody gets another's answer, and a client that is freed under their
 * hands lets them finish.
 */
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 32
#define CHARGES 4

struct work {
    pthread_t thread;
    cp_client *client;
    int number;
    int wrong;
    cp_status status;
    char *answer;
};

/* Charges of its own sums, and compares what comes back with what it sent. */
static void *charge_several(void *argument)
{
    struct work *work = argument;
    int turn;
    for (turn = 0; turn < CHARGES; turn++) {
        char *id = text("t-%d-%d", work->number, turn);
        char *sum = text("%d.%02d", work->number + 1, turn + 10);
        char *more = text("\"request_id\":\"%s\"", id), *answer = NULL, *amount;
        char *request = payment(CARD_PAYS, id, sum, more);
        cp_status status = cp_charge(work->client, request, &answer);
        amount = json_at(answer, "Model.Amount");
        if (status != CP_OK || !json_is(answer, "request_id", id) ||
            !json_is(answer, "invoice_id", id) || !json_is(answer, "Model.InvoiceId", id) ||
            !same_amount(amount, sum)) {
            work->wrong++;
            check(0, "%s of %s: %d %.400s", id, sum, (int)status, answer == NULL ? "" : answer);
        }
        free(amount);
        cp_free_string(answer);
        free(request);
        free(more);
        free(sum);
        free(id);
    }
    return NULL;
}

static void everyone_gets_his_own_answer(void)
{
    struct work work[THREADS];
    cp_client *client = new_client("");
    int index, turn, wrong = 0, charged = 0;
    char *ledger;
    for (index = 0; index < THREADS; index++) {
        work[index].client = client;
        work[index].number = index;
        work[index].wrong = 0;
        if (pthread_create(&work[index].thread, NULL, charge_several, &work[index]) != 0)
            check(0, "a thread starts");
    }
    for (index = 0; index < THREADS; index++) {
        pthread_join(work[index].thread, NULL);
        wrong += work[index].wrong;
    }
    check(wrong == 0, "%d charges by %d threads got their own answers", THREADS * CHARGES, THREADS);
    ledger = sandbox_get("/sandbox/ledger");
    for (index = 0; index < THREADS; index++) {
        for (turn = 0; turn < CHARGES; turn++) {
            char *charges = text("by_invoice.t-%d-%d.charges", index, turn);
            char *net = text("by_invoice.t-%d-%d.net", index, turn);
            char *sum = text("%d.%02d", index + 1, turn + 10);
            charged += json_is(ledger, charges, "1") && json_is(ledger, net, sum);
            free(charges);
            free(net);
            free(sum);
        }
    }
    check(charged == THREADS * CHARGES, "the ledger has %d of %d charges, each once", charged,
          THREADS * CHARGES);
    free(ledger);
    cp_client_free(client);
}

static void *charge_once(void *argument)
{
    struct work *work = argument;
    char *invoice = text("F-%d", work->number);
    char *more = text("\"request_id\":\"once-%d\"", work->number);
    char *request = payment(CARD_PAYS, invoice, "5", more);
    work->status = cp_charge(work->client, request, &work->answer);
    free(request);
    free(more);
    free(invoice);
    return NULL;
}

/* Two calls wait for a slow bank while the client goes away. */
static void a_client_freed_in_use_lets_its_calls_finish(void)
{
    struct work work[2];
    cp_client *client = new_client("");
    char *answer = NULL;
    int index, waiting;
    double start;
    free(expect(client, "test", "{}", CP_OK));
    waiting = sandbox_requests("cards/charge");
    for (index = 0; index < 2; index++) {
        sandbox_fault("payments/cards/charge", "delay", "\"delay_ms\":1500");
        work[index].client = client;
        work[index].number = index;
        work[index].answer = NULL;
        pthread_create(&work[index].thread, NULL, charge_once, &work[index]);
    }
    for (index = 0; index < 200 && sandbox_requests("cards/charge") < waiting + 2; index++)
        sleep_ms(10);
    start = now();
    cp_client_free(client);
    check(now() - start < 0.5, "cp_client_free does not wait for calls");
    check(cp_charge(client, "{}", &answer) == CP_INVALID_ARGUMENT &&
              json_is(answer, "error.code", "bad_handle"),
          "a new call on it is refused");
    cp_free_string(answer);
    for (index = 0; index < 2; index++) {
        char *net = text("by_invoice.F-%d.net", index);
        pthread_join(work[index].thread, NULL);
        check(work[index].status == CP_OK, "a call that was inside finishes: %.300s",
              work[index].answer == NULL ? "(no answer)" : work[index].answer);
        check_ledger(net, "5.00");
        cp_free_string(work[index].answer);
        free(net);
    }
}

/* "Stop waiting" from another thread: the call returns, the payment goes its own way. */
static void a_call_is_interrupted(void)
{
    struct work work;
    cp_client *client = new_client("");
    char *request, *answer = NULL;
    int index, waiting = sandbox_requests("cards/charge");
    double start;
    sandbox_fault("payments/cards/charge", "delay", "\"delay_ms\":20000");
    work.client = client;
    work.number = 9;
    work.answer = NULL;
    pthread_create(&work.thread, NULL, charge_once, &work);
    for (index = 0; index < 200 && sandbox_requests("cards/charge") == waiting; index++)
        sleep_ms(10);
    request = text("{\"request_id\":\"once-9\"}");
    start = now();
    check(cp_interrupt(client, request, &answer) == CP_OK, "interrupt: %.200s", answer);
    cp_free_string(answer);
    pthread_join(work.thread, NULL);
    check(now() - start < 2, "the call returned at once");
    check(work.status == CP_UNKNOWN && json_is(work.answer, "money", "unknown") &&
              json_is(work.answer, "request_id", "once-9"),
          "it says that nobody knows: %.300s", work.answer);
    cp_free_string(work.answer);
    check(cp_interrupt(client, request, &answer) == CP_NOT_FOUND, "now there is none to interrupt");
    cp_free_string(answer);
    cp_client_free(client);
    free(request);
    sandbox_reset();
}

static void *come_and_go(void *argument)
{
    struct work *work = argument;
    int turn;
    for (turn = 0; turn < 50; turn++) {
        char *answer = NULL, *quoted = cp_json_quote("text");
        cp_client *client = new_client("");
        cp_status status = cp_charge(client, "{}", &answer);
        work->wrong += status != CP_INVALID_REQUEST;
        cp_free_string(answer);
        cp_client_free(client);
        status = cp_charge(client, "{}", &answer);
        work->wrong += status != CP_INVALID_ARGUMENT;
        cp_free_string(answer);
        cp_client_free(client);
        cp_free_string(quoted);
        cp_free_string(quoted);
    }
    return NULL;
}

static void clients_come_and_go_in_every_thread(void)
{
    struct work work[THREADS];
    int index, wrong = 0;
    for (index = 0; index < THREADS; index++) {
        work[index].wrong = 0;
        pthread_create(&work[index].thread, NULL, come_and_go, &work[index]);
    }
    for (index = 0; index < THREADS; index++) {
        pthread_join(work[index].thread, NULL);
        wrong += work[index].wrong;
    }
    check(wrong == 0, "%d clients were made and freed by %d threads at once", THREADS * 50,
          THREADS);
}

static void *free_later(void *argument)
{
    cp_free_string(argument);
    return NULL;
}

static void a_text_may_be_freed_by_another_thread(void)
{
    pthread_t thread;
    char *quoted = cp_json_quote("made here, freed there");
    pthread_create(&thread, NULL, free_later, quoted);
    pthread_join(thread, NULL);
    cp_free_string(quoted);
    check(1, "a text may be freed by another thread");
}

static void *free_the_same(void *argument)
{
    char **texts = argument;
    int index;
    for (index = 0; index < 500; index++)
        cp_free_string(texts[index]);
    return NULL;
}

static void many_free_the_same_texts_at_once(void)
{
    pthread_t threads[THREADS];
    char *texts[500], *kept = cp_json_quote("kept");
    int index;
    for (index = 0; index < 500; index++)
        texts[index] = cp_json_quote("wanted gone by everyone");
    for (index = 0; index < THREADS; index++)
        pthread_create(&threads[index], NULL, free_the_same, texts);
    for (index = 0; index < THREADS; index++)
        pthread_join(threads[index], NULL);
    check(kept != NULL && strcmp(kept, "\"kept\"") == 0, "500 texts freed by %d threads at once",
          THREADS);
    cp_free_string(kept);
}

static pthread_key_t at_the_end;

/* Everything else that belongs to the thread may be gone by now. */
static void charge_at_the_end(void *argument)
{
    struct work *work = argument;
    char *request = payment(CARD_PAYS, "parting", "1.50", "");
    cp_client *fresh = new_client("");
    work->status = cp_charge(fresh, request, &work->answer);
    cp_client_free(fresh);
    free(request);
}

static void *test_and_leave(void *argument)
{
    struct work *work = argument;
    free(expect(work->client, "test", "{}", CP_OK));
    pthread_setspecific(at_the_end, work);
    return NULL;
}

static void a_thread_calls_while_it_ends(void)
{
    struct work work;
    work.client = new_client("");
    work.answer = NULL;
    pthread_key_create(&at_the_end, charge_at_the_end);
    pthread_create(&work.thread, NULL, test_and_leave, &work);
    pthread_join(work.thread, NULL);
    pthread_key_delete(at_the_end);
    check(work.status == CP_OK && work.answer != NULL, "a charge of a thread that ends: %d %.400s",
          (int)work.status, work.status == CP_OK || work.answer == NULL ? "" : work.answer);
    check_ledger("by_invoice.parting.net", "1.50");
    cp_free_string(work.answer);
    cp_client_free(work.client);
}

int main(void)
{
    sandbox_reset();
    everyone_gets_his_own_answer();
    a_client_freed_in_use_lets_its_calls_finish();
    a_call_is_interrupted();
    clients_come_and_go_in_every_thread();
    a_text_may_be_freed_by_another_thread();
    many_free_the_same_texts_at_once();
    a_thread_calls_while_it_ends();
    return finish();
}
