/*
 * What Visual Basic 6 does with cloudpayments_stdcall.dll: stdcall functions that are found by
 * their plain names, text in the code page of a Russian Windows, and answers that are copied into
 * a buffer. Called another way they would leave the stack askew, and this program would not come
 * to its end.
 *
 *     stdcall http://127.0.0.1:43127
 */
#include <stdio.h>
#include <string.h>
#include <windows.h>

#define OK 0
#define DECLINED 10
#define INVALID_REQUEST 31

typedef int(__stdcall *abi_function)(void);
typedef void *(__stdcall *new_function)(const char *, char **);
typedef void(__stdcall *free_function)(void *);
typedef int(__stdcall *call_function)(void *, const char *, const char *, char **);
typedef int(__stdcall *method_function)(void *, const char *, char **);
typedef char *(__stdcall *get_function)(const char *, const char *);
typedef size_t(__stdcall *copy_function)(const char *, char *, size_t);

static abi_function abi_version;
static new_function client_new;
static free_function client_free, free_string;
static call_function call;
static method_function charge;
static get_function json_get;
static copy_function copy_text;

static int passed, failed;

static void check(int good, const char *what)
{
    printf("%s %s\n", good ? "ok  " : "FAIL", what);
    if (good)
        passed++;
    else
        failed++;
}

/* ISO C has no way from one kind of function to another but this. */
static int find(HMODULE library, const char *name, void *function)
{
    FARPROC found = GetProcAddress(library, name);
    memcpy(function, &found, sizeof found);
    return found != NULL;
}

/* Whether a value of the answer begins with these bytes. */
static int begins(const char *answer, const char *path, const char *bytes)
{
    char buffer[400] = "";
    char *value = json_get(answer, path);
    size_t length = copy_text(value, buffer, sizeof buffer);
    free_string(value);
    return length == strlen(buffer) && strncmp(buffer, bytes, strlen(bytes)) == 0;
}

static const char *sale(const char *invoice, const char *card)
{
    static char request[600];
    /* "Kassa", the cash desk, in the code page. */
    sprintf(request,
            "{\"Amount\":\"12.40\",\"InvoiceId\":\"%s\",\"CardCryptogramPacket\":\"%s\","
            "\"Description\":\"\xCA\xE0\xF1\xF1\xE0\"}",
            invoice, card);
    return request;
}

int main(int count, char **arguments)
{
    HMODULE library = LoadLibraryA("cloudpayments_stdcall.dll");
    char config[400], *answer = NULL;
    void *client;
    int status, turn, good;
    if (count != 2)
        return 2;
    good = library != NULL && find(library, "cp_abi_version", &abi_version) &&
           find(library, "cp_client_new", &client_new) &&
           find(library, "cp_client_free", &client_free) &&
           find(library, "cp_free_string", &free_string) && find(library, "cp_call", &call) &&
           find(library, "cp_charge", &charge) && find(library, "cp_json_get", &json_get) &&
           find(library, "cp_copy_text", &copy_text);
    check(good, "the functions are found by their plain names");
    if (!good) /* calling nothing would end us */
        return 1;
    check(abi_version() == 1, "the interface has its number");

    sprintf(config,
            "{\"public_id\":\"test_api_00000000000000000000001\",\"api_secret\":\"sandbox\","
            "\"base_url\":\"%.200s\",\"text_encoding\":\"windows-1251\"}",
            arguments[1]);
    client = client_new(config, &answer);
    check(client != NULL && answer != NULL, "a client, and an answer");
    free_string(answer);

    status = call(client, "charge", sale("V-1", "014111111111301204c2FuZGJveA=="), &answer);
    check(status == OK && begins(answer, "next", "finish_sale"), "a payment takes the money");
    check(begins(answer, "Model.Description", "\xCA\xE0\xF1\xF1\xE0"),
          "its text comes back in the code page");
    free_string(answer);

    status = charge(client, sale("V-2", "014000055556301204c2FuZGJveA=="), &answer);
    check(status == DECLINED && begins(answer, "money", "not_moved"), "a card without money");
    /* "Nedostatochno", not enough. */
    check(begins(answer, "cashier.ru", "\xCD\xE5\xE4\xEE\xF1\xF2\xE0\xF2\xEE\xF7\xED\xEE"),
          "the cashier reads why, in the code page");
    free_string(answer);

    for (turn = 0, good = 1; turn < 1000; turn++) {
        status = call(client, "charge", "{\"Amont\":1}", &answer);
        good = good && status == INVALID_REQUEST && begins(answer, "error.field", "Amont");
        free_string(answer);
    }
    check(good, "1,000 calls leave the stack as it was");
    client_free(client);
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
