/*
 * 3-D Secure: the payer confirms at his bank, between the charge and its end.
 *
 *     three_ds http://127.0.0.1:43127 [page.html]
 *
 * With a file name the page that sends the payer's browser to the bank is written there.
 */
#include "till.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The page that a web shop answers the payer's browser with. */
static void write_page(cp_client *client, const char *charged, const char *file_name)
{
    static const char shape[] = "{\"Model\":%s,\"term_url\":\"https://shop.example/back\"}";
    char *model = cp_json_get(charged, "Model"), *answer = NULL, *html = NULL, *request = NULL;
    FILE *page;

    if (model != NULL && (request = malloc(strlen(model) + sizeof shape)) != NULL) {
        sprintf(request, shape, model);
        if (cp_three_ds_form(client, request, &answer) == CP_OK)
            html = cp_json_get(answer, "html");
    }
    if (html != NULL && (page = fopen(file_name, "w")) != NULL) {
        fputs(html, page);
        fclose(page);
        printf("%-12s %s\n", "page", file_name);
    }
    free(request);
    cp_free_string(model);
    cp_free_string(html);
    cp_free_string(answer);
}

/* What the browser posted to term_url, checked against the payment, ends the payment. */
static cp_status finish(cp_client *client, const char *transaction, const char *form, char **answer)
{
    static const char shape[] =
        "{\"request_id\":\"c-three-ds-2\",\"TransactionId\":%.30s,\"body\":%s}";
    char *body = cp_json_quote(form), *parsed = NULL, *request = NULL, *question;
    cp_status status = CP_INTERNAL;

    if (body != NULL && (question = malloc(strlen(body) + sizeof shape + 30)) != NULL) {
        sprintf(question, shape, transaction, body);
        status = cp_three_ds_parse(client, question, &parsed);
        free(question);
    }
    if (status == CP_OK) {
        request = cp_json_get(parsed, "request"); /* with the request_id */
        status = cp_post3ds(client, request, answer);
    }
    cp_free_string(request);
    cp_free_string(parsed);
    cp_free_string(body);
    return status;
}

int main(int count, char **arguments)
{
    char *answer = NULL, *transaction, form[2000];
    cp_status status;
    cp_client *client = count >= 2 ? till_open(arguments[1]) : NULL;
    if (client == NULL)
        return 2;

    status = cp_charge(client,
                       "{\"request_id\":\"c-three-ds-1\","
                       "\"Amount\":\"250.00\","
                       "\"Currency\":\"RUB\","
                       "\"InvoiceId\":\"c-three-ds\","
                       "\"IpAddress\":\"127.0.0.1\","
                       "\"CardCryptogramPacket\":\"014242424242301204c2FuZGJveA==\"}",
                       &answer);
    till_show("charge", answer, "outcome");
    till_show("bank's page", answer, "Model.AcsUrl");

    if (status == CP_REQUIRES_ACTION) {
        if (count > 2)
            write_page(client, answer, arguments[2]);

        /* The browser goes to the bank and comes back to term_url with a form. */
        transaction = cp_json_get(answer, "Model.TransactionId");
        if (world_payer_confirms(arguments[1], transaction, form, sizeof form)) {
            cp_free_string(answer);
            answer = NULL;
            status = finish(client, transaction, form, &answer);
            till_show("post3ds", answer, "outcome");
            till_show("next", answer, "next");
            till_show("cashier", answer, "cashier.ru");
        }
        cp_free_string(transaction);
    }

    cp_free_string(answer);
    cp_client_free(client);
    return status == CP_OK ? 0 : 1;
}
