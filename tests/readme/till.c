/*
 * A till around the functions of docs/lost-answers.md: it sells, the answer is lost, and it asks.
 */
#include <stdio.h>

#include "cloudpayments.h"

struct sale {
    char request_id[129], invoice[65], amount[17], payer_ip[46], sent_at[32];
    cp_status status;
};

static void save(const struct sale *sale)
{
    (void)sale;
}

#include "functions.inc"

int main(int argc, char **argv)
{
    struct sale sale = {"sale-1", "A-1", "10.50", "127.0.0.1", "", CP_OK};
    char config[256];
    cp_client *client;
    if (argc != 2)
        return 2;

    sprintf(config,
            "{\"public_id\":\"test_api_00000000000000000000001\",\"api_secret\":\"sandbox\","
            "\"resolve_ms\":0,\"base_url\":\"%.100s\"}",
            argv[1]);
    client = cp_client_new(config, NULL);
    printf("sold: %s", cp_status_name(sell(client, &sale, "014111111111301204c2FuZGJveA==")));
    if (sale.status != CP_UNKNOWN || sale.sent_at[0] == '\0')
        return 3;
    printf(", asked: %s\n", cp_status_name(ask(client, &sale)));
    cp_client_free(client);
    return sale.status == CP_OK ? 0 : 1;
}
