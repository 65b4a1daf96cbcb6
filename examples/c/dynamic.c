/*
 * Load the library when the program runs: the till sells for cash where there is none.
 *
 *     dynamic http://127.0.0.1:43127 [LIBRARY]
 *
 * The header gives types and numbers; nothing is linked but, on some systems, -ldl. LIBRARY is the
 * file, where it does not lie beside the program or where the system looks.
 */
#include "cloudpayments.h"

#include <stdio.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#define LIBRARY "cloudpayments.dll"
#else
#include <dlfcn.h>
#define LIBRARY "libcloudpayments.so.0"
#endif

/* The interface that this program was written for. */
#define ABI_VERSION 1

typedef struct {
    int(CP_CALL *abi_version)(void);
    const char *(CP_CALL *version)(void);
    cp_client *(CP_CALL *client_new)(const char *, char **);
    void(CP_CALL *client_free)(cp_client *);
    cp_status(CP_CALL *charge)(cp_client *, const char *, char **);
    char *(CP_CALL *json_get)(const char *, const char *);
    void(CP_CALL *free_string)(char *);
} card_payments;

static void *load(const char *file)
{
#ifdef _WIN32
    return LoadLibraryA(file);
#else
    return dlopen(file, RTLD_NOW);
#endif
}

/* Puts the address of a function into the pointer at `function`; returns 0 when there is none. */
static int find(void *library, const char *name, void *function)
{
#ifdef _WIN32
    FARPROC found = GetProcAddress(library, name);
#else
    void *found = dlsym(library, name);
#endif
    /* ISO C has no cast from one kind of pointer to the other. */
    memcpy(function, &found, sizeof found);
    return found != NULL;
}

/* Returns NULL, or why there are no card payments. */
static const char *open_library(const char *file, card_payments *card)
{
    /* It stays loaded as long as the program runs. */
    void *library = load(file);
    if (library == NULL)
        return "the library is not there";
    /* First of all, so that nothing is called that means something else by now. */
    if (!find(library, "cp_abi_version", &card->abi_version) || card->abi_version() != ABI_VERSION)
        return "the library is not the one that this program was written for";
    if (!find(library, "cp_version", &card->version) ||
        !find(library, "cp_client_new", &card->client_new) ||
        !find(library, "cp_client_free", &card->client_free) ||
        !find(library, "cp_charge", &card->charge) ||
        !find(library, "cp_json_get", &card->json_get) ||
        !find(library, "cp_free_string", &card->free_string))
        return "the library lacks a function";
    return NULL;
}

static void show(const card_payments *card, const char *label, const char *answer, const char *path)
{
    char *value = card->json_get(answer, path);
    printf("%-12s %s\n", label, value == NULL ? "-" : value);
    card->free_string(value);
}

static int sell(const card_payments *card, const char *url)
{
    char config[300], *answer = NULL;
    cp_client *client;
    cp_status status;

    sprintf(config,
            "{\"public_id\":\"test_api_00000000000000000000001\",\"api_secret\":\"sandbox\","
            "\"base_url\":\"%.150s\"}",
            url);
    client = card->client_new(config, &answer);
    if (client == NULL) {
        show(card, "no client", answer, "error.message");
        card->free_string(answer);
        return 2;
    }
    card->free_string(answer);

    status = card->charge(client,
                          "{\"request_id\":\"c-dynamic-1\","
                          "\"Amount\":\"18.70\","
                          "\"Currency\":\"RUB\","
                          "\"InvoiceId\":\"c-dynamic\","
                          "\"IpAddress\":\"127.0.0.1\","
                          "\"CardCryptogramPacket\":\"014111111111301204c2FuZGJveA==\"}",
                          &answer);
    show(card, "outcome", answer, "outcome");
    show(card, "cashier", answer, "cashier.ru");
    card->free_string(answer);
    card->client_free(client);
    return status == CP_OK ? 0 : 1;
}

int main(int count, char **arguments)
{
    card_payments card;
    const char *problem;
    if (count != 2 && count != 3)
        return 2;

    problem = open_library(count == 3 ? arguments[2] : LIBRARY, &card);
    if (problem != NULL) {
        /* No reason not to open the shop. */
        printf("%-12s %s\n", "no cards", problem);
        printf("%-12s Cash only: cards are not taken at this till.\n", "cashier");
        return 0;
    }
    printf("%-12s %s\n", "library", card.version());
    return sell(&card, arguments[1]);
}
