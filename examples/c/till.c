#include "till.h"

#include <stdio.h>

cp_client *till_open(const char *url)
{
    char config[512], *answer = NULL;
    cp_client *client;

    /* With real keys there is no "base_url": the default is CloudPayments' own address. */
    sprintf(config,
            "{\"public_id\":\"test_api_00000000000000000000001\",\"api_secret\":\"sandbox\","
            "\"base_url\":\"%.200s\"}",
            url);
    client = cp_client_new(config, &answer);
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
