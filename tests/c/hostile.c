/*
 * Everything a program can do wrong at the border. Each wrong call must get the documented status,
 * and JSON wherever it gave somewhere to put it, and never end the process.
 */
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef cp_status(CP_CALL *row_function)(cp_client *, const char *, char **);

static const struct row {
    const char *name;
    row_function call;
} rows[] = {
/* Made from the header by `run`, so that no function can be forgotten here. */
#define ROW(name) {#name, cp_##name},
#include "rows.inc"
#undef ROW
    {NULL, NULL}};

/* What *out_json holds before a call: reading or freeing it would end the process. */
#define POISON ((char *)16)

#define MEGABYTE (1024UL * 1024UL)

/* Checks an answer of a refused call and frees it. `code` may be NULL. */
static void refused(const char *what, cp_status got, char *answer, cp_status status,
                    const char *code)
{
    char *number = text("%d", (int)status);
    check(got == status && answer != POISON && json_is(answer, "status", number) &&
              json_is(answer, "outcome", cp_status_name(status)) &&
              (code == NULL || json_is(answer, "error.code", code)),
          "%s gives %s%s%s (got %d, %s)", what, cp_status_name(status), code == NULL ? "" : " ",
          code == NULL ? "" : code, (int)got,
          answer == NULL     ? "NULL"
          : answer == POISON ? "nothing written"
                             : answer);
    free(number);
    if (answer != POISON)
        cp_free_string(answer);
}

static char *repeated(char byte, size_t count)
{
    char *out = need_memory(count + 1);
    memset(out, byte, count);
    out[count] = '\0';
    return out;
}

/* {"JsonData":[[[...]]]}, `depth` brackets. */
static char *deep(size_t depth)
{
    char *open = repeated('[', depth), *close = repeated(']', depth);
    char *out = text("{\"JsonData\":%s%s}", open, close);
    free(open);
    free(close);
    return out;
}

static void every_row_survives_null(cp_client *client)
{
    const struct row *row;
    int count = 0;
    for (row = rows; row->name != NULL; row++, count++) {
        char *answer = POISON, *what;
        int before, after;
        cp_status status = row->call(NULL, "{}", &answer);
        check(answer != POISON && answer != NULL && pure_ascii(answer),
              "cp_%s: what is answered without a client is pure ASCII", row->name);
        what = text("cp_%s without a client", row->name);
        refused(what, status, answer, CP_INVALID_ARGUMENT, NULL);
        free(what);

        before = sandbox_requests(NULL);
        status = row->call(client, "{}", NULL);
        after = sandbox_requests(NULL);
        check(status == CP_INVALID_ARGUMENT && before == after,
              "cp_%s without out_json gives invalid_argument and sends nothing (got %d)", row->name,
              (int)status);
        status = row->call(NULL, NULL, NULL);
        check(status == CP_INVALID_ARGUMENT, "cp_%s with nothing but NULL", row->name);
    }
    check(count > 0, "the header declares %d methods", count);
}

static int is_row(const char *name)
{
    const struct row *row;
    for (row = rows; row->name != NULL; row++)
        if (strcmp(row->name, name) == 0)
            return 1;
    return 0;
}

static void every_method_has_its_function(void)
{
    int count, declared = (int)(sizeof rows / sizeof *rows) - 1;
    for (count = 0;; count++) {
        char *path = text("methods.%d.name", count), *name = json_at(cp_methods(), path);
        free(path);
        if (name == NULL)
            break;
        if (!is_row(name))
            check(0, "cp_methods() names %s, the header declares no cp_%s", name, name);
        free(name);
    }
    check(count == declared, "cp_methods() names %d methods, the header declares %d", count,
          declared);
}

/* NULL and "" are {}: refused for what is missing, or done where nothing is needed. */
static void no_request_is_an_empty_one(cp_client *client)
{
    char *answer = POISON;
    cp_status status = cp_charge(client, NULL, &answer);
    refused("a charge of NULL", status, answer, CP_INVALID_REQUEST, "missing_field");
    answer = POISON;
    status = cp_charge(client, "", &answer);
    refused("a charge of an empty text", status, answer, CP_INVALID_REQUEST, "missing_field");
    free(expect(client, "test", NULL, CP_OK));
    free(expect(client, "test", "", CP_OK));
}

static void the_generic_call_survives_null(cp_client *client)
{
    char *answer = POISON;
    cp_status status = cp_call(client, NULL, "{}", &answer);
    refused("cp_call without a method", status, answer, CP_INVALID_ARGUMENT, "null_argument");
    answer = POISON;
    status = cp_call(NULL, "test", "{}", &answer);
    refused("cp_call without a client", status, answer, CP_INVALID_ARGUMENT, NULL);
    answer = POISON;
    status = cp_call(client, "chargge", "{}", &answer);
    refused("cp_call of no method", status, answer, CP_UNKNOWN_METHOD, "unknown_method");
    answer = POISON;
    status = cp_call(client, "", "{}", &answer);
    refused("cp_call of \"\"", status, answer, CP_UNKNOWN_METHOD, "unknown_method");
    answer = POISON;
    status = cp_call(client, "\xFF\xFE", "{}", &answer);
    check(status == CP_UNKNOWN_METHOD || status == CP_INVALID_ARGUMENT,
          "cp_call of bytes that are no text is refused (got %d)", (int)status);
    check(answer != POISON && json_well_formed(answer), "and answers JSON");
    cp_free_string(answer);
    check(cp_call(client, "test", "{}", NULL) == CP_INVALID_ARGUMENT, "cp_call without out_json");
    check(cp_call(NULL, NULL, NULL, NULL) == CP_INVALID_ARGUMENT, "cp_call of nothing");
}

static void no_client_of(const char *what, const char *config, cp_status status, const char *code)
{
    char *answer = POISON;
    cp_client *client = cp_client_new(config, &answer);
    check(client == NULL, "no client of %s", what);
    check(answer != POISON && answer != NULL && pure_ascii(answer), "its answer is pure ASCII");
    refused(what, status, answer, status, code);
    check(cp_client_new(config, NULL) == NULL, "no client of %s, and nowhere to say why", what);
}

static void configurations(void)
{
    char *long_text = repeated('a', 64 * MEGABYTE), *deep_text = deep(100000), *answer = POISON;
    char *config = new_client_config("");
    cp_client *client;
    no_client_of("NULL", NULL, CP_INVALID_ARGUMENT, "null_argument");
    no_client_of("an empty text", "", CP_INVALID_ARGUMENT, "bad_json");
    no_client_of("half an object", "{\"public_id\":", CP_INVALID_ARGUMENT, "bad_json");
    no_client_of("an array", "[]", CP_INVALID_ARGUMENT, "bad_json");
    no_client_of("null", "null", CP_INVALID_ARGUMENT, "bad_json");
    no_client_of("no UTF-8", "{\"public_id\":\"\xC3(\"}", CP_INVALID_ARGUMENT, "bad_encoding");
    no_client_of("64 MB of letters", long_text, CP_INVALID_ARGUMENT, "too_large");
    no_client_of("100,000 levels", deep_text, CP_INVALID_ARGUMENT, "bad_json");
    no_client_of("nothing in it", "{}", CP_INVALID_CONFIG, "bad_config");
    no_client_of("an unknown key",
                 "{\"public_id\":\"a\",\"api_secret\":\"b\",\"base_ulr\":\"https://localhost\"}",
                 CP_INVALID_CONFIG, "bad_config");
    no_client_of("http to another machine",
                 "{\"public_id\":\"a\",\"api_secret\":\"b\",\"base_url\":\"http://192.0.2.1:1\"}",
                 CP_INVALID_CONFIG, "bad_config");
    no_client_of("a Russian word as a key",
                 "{\"public_id\":\"a\",\"api_secret\":\"b\",\"\xD0\xBA\xD0\xBB\":1}",
                 CP_INVALID_CONFIG, "bad_config");

    client = cp_client_new(config, &answer);
    check(client != NULL && answer != POISON && json_well_formed(answer) && pure_ascii(answer),
          "a good configuration answers with ASCII JSON");
    cp_free_string(answer);
    cp_client_free(client);
    client = cp_client_new(config, NULL);
    check(client != NULL, "cp_client_new without out_json");
    cp_client_free(client);
    free(config);
    free(long_text);
    free(deep_text);
}

static void no_such_handle(const char *what, cp_client *client)
{
    char *answer = POISON;
    cp_status status = cp_charge(client, "{}", &answer);
    check(answer != POISON && answer != NULL && pure_ascii(answer), "ASCII for %s", what);
    refused(what, status, answer, CP_INVALID_ARGUMENT, "bad_handle");
    cp_client_free(client);
}

static void handles(void)
{
    cp_client *client = new_client(""), *other = new_client("");
    int on_stack = 1;
    static int fixed = 1;
    void *heap = need_memory(64);
    uintptr_t bits = (uintptr_t)client;

    no_such_handle("a handle of 1", (cp_client *)(uintptr_t)1);
    no_such_handle("a handle of all ones", (cp_client *)~(uintptr_t)0);
    no_such_handle("a pointer to the stack", (cp_client *)(void *)&on_stack);
    no_such_handle("a pointer to the heap", (cp_client *)heap);
    no_such_handle("a pointer to static memory", (cp_client *)(void *)&fixed);
    no_such_handle("a pointer to code", (cp_client *)(uintptr_t)no_such_handle);
    no_such_handle("a handle with its highest bit flipped",
                   (cp_client *)(bits ^ ((uintptr_t)1 << (sizeof bits * 8 - 1))));
    free(expect(client, "test", "{}", CP_OK));

    cp_client_free(NULL);
    cp_client_free(client);
    no_such_handle("a freed handle", client);
    cp_client_free(client);
    free(expect(other, "test", "{}", CP_OK));
    cp_client_free(other);

    /* The slot is used again, the number is not. */
    other = new_client("");
    check(other != client, "a new client does not get the number of the freed one");
    no_such_handle("the freed handle, once its slot is used again", client);
    free(expect(other, "test", "{}", CP_OK));
    cp_client_free(other);
    free(heap);
}

static void texts(void)
{
    char on_stack[] = "stack", *heap = repeated('h', 100), *first, *second;
    static char fixed[] = "static";
    int index;
    cp_free_string(NULL);
    cp_free_string(on_stack);
    cp_free_string(on_stack + 1);
    cp_free_string(fixed);
    cp_free_string(heap);
    cp_free_string((char *)(uintptr_t)cp_version());
    cp_free_string((char *)(uintptr_t)cp_methods());
    check(strcmp(on_stack, "stack") == 0 && strcmp(fixed, "static") == 0 && heap[99] == 'h' &&
              strlen(cp_version()) > 0,
          "freeing what is not the library's leaves it alone");
    free(heap);

    first = cp_json_quote("a text");
    cp_free_string(first);
    cp_free_string(first);
    cp_free_string(first);
    second = cp_json_quote("another");
    cp_free_string(first);
    check(second != NULL && strcmp(second, "\"another\"") == 0, "a double free takes nothing else");
    cp_free_string(second + 1);
    check(strcmp(second, "\"another\"") == 0, "freeing the middle of a text does nothing");
    cp_free_string(second);

    /* Far past the quarantine, so that old texts really go back. */
    for (index = 0; index < 5000; index++) {
        first = cp_json_quote("one of many");
        cp_free_string(first);
        cp_free_string(first);
    }
    check(1, "5,000 texts freed twice");
}

static void bad_encodings(cp_client *client)
{
    static const char *const bad[] = {
        "\xFF",         "\xC0\x80",         "\xC3",   "\xE2\x82", "\x80",
        "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xD0\"", NULL};
    int index;
    for (index = 0; bad[index] != NULL; index++) {
        char *request = text("{\"Amount\":1,\"Description\":\"%s\"}", bad[index]);
        char *answer = POISON, *quoted, *found;
        cp_status status = cp_charge(client, request, &answer);
        refused("bytes that are not UTF-8", status, answer, CP_INVALID_ARGUMENT, "bad_encoding");
        quoted = cp_json_quote(bad[index]); /* any encoding: what is above 127 passes */
        check(json_well_formed(quoted) && strstr(quoted, index < 7 ? bad[index] : "\xD0") != NULL,
              "quoting passes them on");
        cp_free_string(quoted);
        found = cp_json_get(request, "Amount");
        check(found == NULL || strcmp(found, "1") == 0, "reading them does no harm");
        cp_free_string(found);
        found = cp_json_get("{\"a\":1}", bad[index]);
        check(found == NULL, "a path of them finds nothing");
        cp_free_string(found);
        free(request);
    }
}

static void too_much(cp_client *client)
{
    char *letters = repeated('a', 64 * MEGABYTE), *answer = POISON, *request, *out;
    cp_status status;
    request = text("{\"Description\":\"%s\"}", letters);
    status = cp_charge(client, request, &answer);
    check(json_is(answer, "error.code", "too_large") &&
              (status == CP_INVALID_REQUEST || status == CP_INVALID_ARGUMENT),
          "64 MB of request are too_large (got %d, %.200s)", (int)status, answer);
    cp_free_string(answer);

    answer = POISON;
    status = cp_charge(client, letters, &answer);
    check(status == CP_INVALID_REQUEST || status == CP_INVALID_ARGUMENT,
          "64 MB of letters are refused (got %d)", (int)status);
    cp_free_string(answer);

    answer = POISON;
    status = cp_call(client, letters, "{}", &answer);
    check((status == CP_UNKNOWN_METHOD || status == CP_INVALID_ARGUMENT) && strlen(answer) < 10000,
          "64 MB of method are refused in few words (got %d)", (int)status);
    cp_free_string(answer);

    out = cp_json_quote(letters);
    check(out == NULL || strlen(out) == 64 * MEGABYTE + 2, "64 MB are quoted whole or not at all");
    cp_free_string(out);
    out = cp_json_get(request, "Description");
    check(out == NULL || strlen(out) == 64 * MEGABYTE, "64 MB are read whole or not at all");
    cp_free_string(out);
    out = cp_json_get("{\"a\":1}", letters);
    check(out == NULL, "a path of 64 MB finds nothing");
    free(request);
    free(letters);
}

static void too_deep(cp_client *client)
{
    static const size_t depths[] = {129, 1000, 100000};
    size_t index;
    char *request, *answer = POISON, *out;
    cp_status status;
    for (index = 0; index < sizeof depths / sizeof *depths; index++) {
        char *what = text("JSON of %lu levels", (unsigned long)depths[index]);
        answer = POISON;
        request = deep(depths[index]);
        status = cp_charge(client, request, &answer);
        refused(what, status, answer, CP_INVALID_ARGUMENT, "bad_json");
        out = cp_json_get(request, "JsonData");
        cp_free_string(out);
        out = cp_json_get(request, "nothing.of.the.kind");
        check(out == NULL, "%s: an absent path is absent", what);
        free(request);
        free(what);
    }
    request = repeated('[', 100000);
    answer = POISON;
    status = cp_charge(client, request, &answer);
    refused("100,000 brackets that never close", status, answer, CP_INVALID_ARGUMENT, "bad_json");
    check(cp_json_get(request, "a") == NULL, "and nothing is in them");
    free(request);
    request = repeated('{', 100000);
    answer = POISON;
    status = cp_charge(client, request, &answer);
    refused("100,000 braces that never close", status, answer, CP_INVALID_ARGUMENT, "bad_json");
    free(request);
}

static void odd_requests(cp_client *client)
{
    static const struct {
        const char *json;
        cp_status status;
        const char *code;
    } odd[] = {
        {"[]", CP_INVALID_ARGUMENT, "bad_json"},
        {"null", CP_INVALID_ARGUMENT, "bad_json"},
        {"\"text\"", CP_INVALID_ARGUMENT, "bad_json"},
        {"{", CP_INVALID_ARGUMENT, "bad_json"},
        {"{} {}", CP_INVALID_ARGUMENT, "bad_json"},
        {"{\"Amount\":1,}", CP_INVALID_ARGUMENT, "bad_json"},
        {"{'Amount':1}", CP_INVALID_ARGUMENT, "bad_json"},
        {"{\"Amount\":NaN}", CP_INVALID_ARGUMENT, "bad_json"},
        {"{\"Amount\":01}", CP_INVALID_ARGUMENT, "bad_json"},
        {"{\"Amount\":1,\"Amount\":2}", CP_INVALID_REQUEST, "duplicate_field"},
        {"{\"Amout\":1}", CP_INVALID_REQUEST, "unknown_field"},
        {"{\"Amount\":1.001,\"CardCryptogramPacket\":\"x\"}", CP_INVALID_REQUEST, "bad_field"},
        {"{\"Amount\":1e2,\"CardCryptogramPacket\":\"x\"}", CP_INVALID_REQUEST, "bad_field"},
        {"{\"Amount\":\"1,50\",\"CardCryptogramPacket\":\"x\"}", CP_INVALID_REQUEST, "bad_field"},
        {"{\"Amount\":-1,\"CardCryptogramPacket\":\"x\"}", CP_INVALID_REQUEST, "bad_field"},
        {"{\"Amount\":0,\"CardCryptogramPacket\":\"x\"}", CP_INVALID_REQUEST, "bad_field"},
        {"{\"Amount\":true,\"CardCryptogramPacket\":\"x\"}", CP_INVALID_REQUEST, "bad_field"},
        {"{\"Amount\":1,\"request_id\":\"no blanks\",\"CardCryptogramPacket\":\"x\"}",
         CP_INVALID_REQUEST, "bad_field"},
    };
    size_t index;
    int before = sandbox_requests("charge"), after;
    for (index = 0; index < sizeof odd / sizeof *odd; index++) {
        char *answer = POISON;
        cp_status status = cp_charge(client, odd[index].json, &answer);
        refused(odd[index].json, status, answer, odd[index].status, odd[index].code);
    }
    after = sandbox_requests("charge");
    check(before == after, "none of them was sent");
}

static void quoting(void)
{
    static const char *const awkward[] = {
        "",
        "plain",
        "\"quotes\" and \\backslashes\\",
        "line\nfeed\r\ttab \b\f",
        "\x01\x1F\x7F",
        "\xD0\xA1\xD0\xBF\xD0\xB0\xD1\x81\xD0\xB8\xD0\xB1\xD0\xBE",
        "\xF0\x9F\x92\xB3",
        "</script>",
        "%s%n%d",
        NULL};
    int index;
    for (index = 0; awkward[index] != NULL; index++) {
        char *quoted = cp_json_quote(awkward[index]);
        char *object = text("{\"a\":{\"b\":[%s]}}", quoted == NULL ? "" : quoted), *found;
        check(json_is(object, "a.b.0", awkward[index]), "quoted and read by another: %s", quoted);
        cp_free_string(quoted);
        free(object);
        quoted = cp_json_quote(awkward[index]);
        object = text("{\"a\":{\"b\":%s}}", quoted == NULL ? "" : quoted);
        found = cp_json_get(object, "a.b");
        check(found != NULL && strcmp(found, awkward[index]) == 0, "and read by cp_json_get");
        cp_free_string(found);
        cp_free_string(quoted);
        free(object);
    }
    check(cp_json_quote(NULL) == NULL, "cp_json_quote(NULL) is NULL");
}

static void reading(void)
{
    static const char *const broken[] = {"",    "{",   "{\"a\"",      "{\"a\":",        "{\"a\":1",
                                         "nul", "\"a", "{\"a\":\"\\", "{\"a\":\"\\u12", NULL};
    static const char json[] = "{\"a\":{\"n\":10.00000,\"big\":9007199254740993,\"t\":\"x\\u0041\","
                               "\"l\":[1,2],\"o\":{\"k\":true},\"z\":null},\"a.b\":2}";
    char *found;
    int index;
    check(cp_json_get(NULL, "a") == NULL, "cp_json_get of NULL");
    check(cp_json_get("{\"a\":1}", NULL) == NULL, "cp_json_get without a path");
    check(cp_json_get(NULL, NULL) == NULL, "cp_json_get of nothing");
    for (index = 0; broken[index] != NULL; index++) {
        found = cp_json_get(broken[index], "a.b");
        check(found == NULL, "cp_json_get of %s", broken[index]);
        cp_free_string(found);
    }
    found = cp_json_get(json, "a.n");
    check(found != NULL && strcmp(found, "10.00000") == 0, "cp_json_get keeps every digit");
    cp_free_string(found);
    found = cp_json_get(json, "a.big");
    check(found != NULL && strcmp(found, "9007199254740993") == 0, "also of large numbers");
    cp_free_string(found);
    found = cp_json_get(json, "a.t");
    check(found != NULL && strcmp(found, "xA") == 0, "a string comes without quotes and escapes");
    cp_free_string(found);
    found = cp_json_get(json, "a.o");
    check(found != NULL && json_is(found, "k", "true"), "an object comes as JSON");
    cp_free_string(found);
    check(cp_json_get(json, "a.none") == NULL, "what is absent is NULL");
    check(cp_json_get(json, "a.n.deeper") == NULL, "and so is what would be inside a number");
}

static void copying(void)
{
    char buffer[8];
    size_t needed = cp_copy_text("12345", NULL, 0);
    check(needed == 5, "cp_copy_text without a buffer tells the length (%lu)",
          (unsigned long)needed);
    memset(buffer, '#', sizeof buffer);
    check(cp_copy_text("12345", buffer, 0) == needed && buffer[0] == '#', "size 0 writes nothing");
    check(cp_copy_text("12345", buffer, 1) == needed && buffer[0] == '\0' && buffer[1] == '#',
          "size 1 writes the end only");
    check(cp_copy_text("12345", buffer, 3) == needed && strcmp(buffer, "12") == 0 &&
              buffer[3] == '#',
          "a short buffer gets the beginning, terminated");
    check(cp_copy_text("12345", buffer, sizeof buffer) == needed && strcmp(buffer, "12345") == 0 &&
              buffer[6] == '#',
          "a large one gets all");
    check(cp_copy_text("\xD1\x8F\xD1\x8F", buffer, 4) == 4 && strcmp(buffer, "\xD1\x8F") == 0,
          "no character of UTF-8 is cut in two");
    cp_copy_text(NULL, buffer, sizeof buffer);
    check(buffer[0] == '\0', "NULL is copied as nothing");
    cp_copy_text(NULL, NULL, 0);
    cp_copy_text("x", NULL, 10);
    check(1, "cp_copy_text survives NULL everywhere");
}

static void names(void)
{
    int number;
    check(cp_abi_version() == 1, "the ABI is number 1");
    check(strlen(cp_version()) > 0, "there is a version");
    check(json_well_formed(cp_methods()), "cp_methods() is JSON");
    for (number = -3; number < 200; number++)
        if (cp_status_name(number) == NULL)
            break;
    check(number == 200 && cp_status_name(-2147483647 - 1) != NULL &&
              cp_status_name(2147483647) != NULL,
          "every number has a name that is no NULL");
    check(strcmp(cp_status_name(CP_DECLINED), "declined") == 0, "10 is declined");
}

int main(void)
{
    cp_client *client;
    sandbox_reset();
    client = new_client("");
    names();
    every_method_has_its_function();
    every_row_survives_null(client);
    the_generic_call_survives_null(client);
    no_request_is_an_empty_one(client);
    configurations();
    handles();
    texts();
    bad_encodings(client);
    odd_requests(client);
    too_much(client);
    too_deep(client);
    quoting();
    reading();
    copying();
    free(expect(client, "test", "{}", CP_OK));
    cp_client_free(client);
    check_ledger("totals.captured", "0.00");
    return finish();
}
