#include "till.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

cp_client *till_open(const char *url)
{
    return till_open_with_journal(url, NULL);
}

cp_client *till_open_with_journal(const char *url, const char *path)
{
    /* With real keys there is no "base_url": the default is CloudPayments' own address. */
    static const char shape[] =
        "{\"public_id\":\"test_api_00000000000000000000001\",\"api_secret\":\"sandbox\","
        "\"till\":\"till-1\",\"base_url\":\"%s\",\"journal\":%s}";
    char *config, *answer = NULL, *quoted = cp_json_quote(path);
    const char *journal = quoted == NULL ? "null" : quoted;
    cp_client *client;

    config = malloc(sizeof shape + strlen(url) + strlen(journal));
    if (config == NULL)
        exit(2);
    sprintf(config, shape, url, journal);
    client = cp_client_new(config, &answer);
    free(config);
    cp_free_string(quoted);
    if (client == NULL)
        till_show("no client", answer, "error.message");
    cp_free_string(answer);
    return client;
}

void till_show(const char *label, const char *answer, const char *path)
{
    char *value = cp_json_get(answer, path);
    printf("%-12s %s\n", label, value == NULL ? "-" : value);
    cp_free_string(value);
}
