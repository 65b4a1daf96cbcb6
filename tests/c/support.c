#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef _WIN32
#include <winsock2.h>
#define MSG_NOSIGNAL 0
#else
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#define closesocket close
#endif

static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static int passed, failed;

static char *formatted(const char *format, va_list values)
{
    size_t size = 1 << 16;
    char *out = need_memory(size);
    vsnprintf(out, size, format, values);
    return out;
}

void check(int good, const char *format, ...)
{
    va_list values;
    char *what;
    va_start(values, format);
    what = formatted(format, values);
    va_end(values);
    pthread_mutex_lock(&counting);
    printf("%s %s\n", good ? "ok  " : "FAIL", what);
    fflush(stdout);
    if (good)
        passed++;
    else
        failed++;
    pthread_mutex_unlock(&counting);
    free(what);
}

void skip(const char *format, ...)
{
    va_list values;
    char *what;
    va_start(values, format);
    what = formatted(format, values);
    va_end(values);
    printf("skip %s\n", what);
    free(what);
}

int finish(void)
{
    printf("%d passed, %d failed\n", passed, failed);
    fflush(stdout);
    return failed != 0 || passed == 0;
}

void *need_memory(size_t size)
{
    void *memory = malloc(size == 0 ? 1 : size);
    if (memory == NULL) {
        fputs("out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

char *text(const char *format, ...)
{
    va_list values;
    int length;
    char *out;
    va_start(values, format);
    length = vsnprintf(NULL, 0, format, values);
    va_end(values);
    out = need_memory((size_t)length + 1);
    va_start(values, format);
    vsnprintf(out, (size_t)length + 1, format, values);
    va_end(values);
    return out;
}

/* --- JSON ------------------------------------------------------------------------------------ */

static const char *blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static const char *after_string(const char *at)
{
    for (at++; *at != '"'; at++) {
        if (*at == '\\')
            at++;
        if (*at == '\0' || (unsigned char)*at < ' ')
            return NULL;
    }
    return at + 1;
}

/* The end of the value at `at`; NULL when it is no JSON. */
static const char *after_value(const char *at)
{
    char open;
    at = blanks(at);
    open = *at;
    if (open == '"')
        return after_string(at);
    if (open != '{' && open != '[') {
        size_t length = strcspn(at, ",]} \t\r\n");
        return length == 0 || *at == ':' ? NULL : at + length;
    }
    at = blanks(at + 1);
    if (*at == (open == '{' ? '}' : ']'))
        return at + 1;
    for (;;) {
        if (open == '{') {
            at = blanks(at);
            if (*at != '"' || (at = after_string(at)) == NULL)
                return NULL;
            at = blanks(at);
            if (*at++ != ':')
                return NULL;
        }
        at = after_value(at);
        if (at == NULL)
            return NULL;
        at = blanks(at);
        if (*at == (open == '{' ? '}' : ']'))
            return at + 1;
        if (*at++ != ',')
            return NULL;
    }
}

int json_well_formed(const char *json)
{
    const char *end = json == NULL ? NULL : after_value(json);
    return end != NULL && *blanks(end) == '\0';
}

/* One member's value in an object or an array; keys with escapes are never asked for. */
static const char *member(const char *at, const char *name, size_t length)
{
    long index = 0;
    char open;
    at = blanks(at);
    open = *at;
    if (open != '{' && open != '[')
        return NULL;
    for (at = blanks(at + 1); *at != '}' && *at != ']'; index++) {
        int found;
        if (open == '{') {
            const char *key = at + 1;
            at = after_string(at);
            found = (size_t)(at - 1 - key) == length && memcmp(key, name, length) == 0;
            at = blanks(at) + 1;
        } else {
            found = strtol(name, NULL, 10) == index;
        }
        at = blanks(at);
        if (found)
            return at;
        at = blanks(after_value(at));
        if (*at == ',')
            at = blanks(at + 1);
    }
    return NULL;
}

static char *put_utf8(char *out, unsigned long point)
{
    if (point < 0x80) {
        *out++ = (char)point;
    } else if (point < 0x800) {
        *out++ = (char)(0xC0 | (point >> 6));
        *out++ = (char)(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        *out++ = (char)(0xE0 | (point >> 12));
        *out++ = (char)(0x80 | ((point >> 6) & 0x3F));
        *out++ = (char)(0x80 | (point & 0x3F));
    } else {
        *out++ = (char)(0xF0 | (point >> 18));
        *out++ = (char)(0x80 | ((point >> 12) & 0x3F));
        *out++ = (char)(0x80 | ((point >> 6) & 0x3F));
        *out++ = (char)(0x80 | (point & 0x3F));
    }
    return out;
}

static unsigned long hex4(const char *at)
{
    char digits[5];
    memcpy(digits, at, 4);
    digits[4] = '\0';
    return strtoul(digits, NULL, 16);
}

static char *unescaped(const char *at, const char *end)
{
    char *out = need_memory((size_t)(end - at) + 1), *put = out;
    while (at < end) {
        unsigned long point;
        if (*at != '\\') {
            *put++ = *at++;
            continue;
        }
        at++;
        switch (*at++) {
        case 'b':
            *put++ = '\b';
            break;
        case 'f':
            *put++ = '\f';
            break;
        case 'n':
            *put++ = '\n';
            break;
        case 'r':
            *put++ = '\r';
            break;
        case 't':
            *put++ = '\t';
            break;
        case 'u':
            point = hex4(at);
            at += 4;
            if (point >= 0xD800 && point < 0xDC00 && at[0] == '\\' && at[1] == 'u') {
                point = 0x10000 + ((point - 0xD800) << 10) + (hex4(at + 2) - 0xDC00);
                at += 6;
            }
            put = put_utf8(put, point);
            break;
        default:
            *put++ = at[-1];
        }
    }
    *put = '\0';
    return out;
}

char *json_at(const char *json, const char *path)
{
    const char *end;
    char *out;
    if (!json_well_formed(json))
        return NULL;
    while (*path != '\0') {
        size_t length = strcspn(path, ".");
        json = member(json, path, length);
        if (json == NULL)
            return NULL;
        path += length;
        if (*path == '.')
            path++;
    }
    json = blanks(json);
    end = after_value(json);
    if (*json == '"')
        return unescaped(json + 1, end - 1);
    out = need_memory((size_t)(end - json) + 1);
    memcpy(out, json, (size_t)(end - json));
    out[end - json] = '\0';
    return out;
}

int json_is(const char *json, const char *path, const char *expected)
{
    char *found = json_at(json, path);
    int same = found != NULL && strcmp(found, expected) == 0;
    free(found);
    return same;
}

int pure_ascii(const char *bytes)
{
    for (; *bytes != '\0'; bytes++)
        if ((unsigned char)*bytes >= 0x80)
            return 0;
    return 1;
}

static int hundredths(const char *amount, unsigned long *sum)
{
    char *rest;
    int place;
    *sum = strtoul(amount, &rest, 10);
    rest += *rest == '.';
    for (place = 0; place < 2; place++)
        *sum = *sum * 10 + (*rest >= '0' && *rest <= '9' ? (unsigned long)(*rest++ - '0') : 0);
    return strspn(rest, "0") == strlen(rest);
}

int same_amount(const char *left, const char *right)
{
    unsigned long one, other;
    return left != NULL && right != NULL && hundredths(left, &one) && hundredths(right, &other) &&
           one == other;
}

/* --- The sandbox ------------------------------------------------------------------------------ */

static const char *sandbox_url(void)
{
    const char *url = getenv("CLOUDPAYMENTS_URL");
    if (url == NULL) {
        fputs("CLOUDPAYMENTS_URL is not set: run me with tools/with-sandbox\n", stderr);
        exit(2);
    }
    return url;
}

/* Windows wants to be asked for its sockets, any number of times. */
static int new_socket(void)
{
#ifdef _WIN32
    WSADATA about;
    if (WSAStartup(MAKEWORD(2, 2), &about) != 0)
        return -1;
#endif
    return (int)socket(AF_INET, SOCK_STREAM, 0);
}

static int sandbox_socket(void)
{
    struct sockaddr_in address;
    const char *port = strrchr(sandbox_url(), ':');
    int fd = new_socket();
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((unsigned short)atoi(port + 1));
    while (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        if (errno != EINTR) {
            perror("cannot reach the sandbox");
            exit(2);
        }
    }
    return fd;
}

/* HTTP/1.0, so that the answer ends with the connection and is never chunked. */
static char *http(const char *verb, const char *path, const char *body)
{
    char *request = text("%s %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                         "Content-Length: %lu\r\n\r\n%s",
                         verb, path, (unsigned long)strlen(body), body);
    int fd = sandbox_socket();
    size_t done = 0, length = strlen(request), room = 1 << 16;
    char *answer = need_memory(room), *content;
    while (done < length) {
        long sent = (long)send(fd, request + done, length - done, MSG_NOSIGNAL);
        if (sent > 0)
            done += (size_t)sent;
        else if (errno != EINTR)
            break;
    }
    free(request);
    for (done = 0;;) {
        long got = (long)recv(fd, answer + done, room - done - 1, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += (size_t)got;
        if (done + 1 == room) {
            room *= 2;
            answer = realloc(answer, room);
        }
    }
    answer[done] = '\0';
    closesocket(fd);
    content = strstr(answer, "\r\n\r\n");
    if (content == NULL || strncmp(answer, "HTTP/1.", 7) != 0 || answer[9] != '2') {
        printf("FAIL %s %s of the sandbox: %.300s\n", verb, path, answer);
        exit(2);
    }
    content = text("%s", content + 4);
    free(answer);
    return content;
}

char *sandbox_get(const char *path)
{
    return http("GET", path, "");
}

char *sandbox_post(const char *path, const char *json)
{
    return http("POST", path, json);
}

void sandbox_reset(void)
{
    free(sandbox_post("/sandbox/reset", "{}"));
}

void sandbox_fault(const char *path, const char *kind, const char *more)
{
    char *json = text("{\"path\":\"%s\",\"kind\":\"%s\",\"times\":1%s%s}", path, kind,
                      *more == '\0' ? "" : ",", more);
    free(sandbox_post("/sandbox/faults", json));
    free(json);
}

int sandbox_requests(const char *path)
{
    char *requests = sandbox_get("/sandbox/requests");
    int count = 0, index;
    for (index = 0;; index++) {
        char *place = text("%d.path", index), *seen = json_at(requests, place);
        free(place);
        if (seen == NULL)
            break;
        if (path == NULL || strstr(seen, path) != NULL)
            count++;
        free(seen);
    }
    free(requests);
    return count;
}

void check_ledger(const char *path, const char *expected)
{
    char *ledger = sandbox_get("/sandbox/ledger"), *found = json_at(ledger, path);
    if (found != NULL && strcmp(found, expected) == 0)
        check(1, "ledger: %s is %s", path, expected);
    else
        check(0, "ledger: %s is %s, not %s", path, expected, found == NULL ? "absent" : found);
    free(found);
    free(ledger);
}

/* --- Calls ------------------------------------------------------------------------------------ */

char *new_client_config(const char *more)
{
    const char *public_id = getenv("CLOUDPAYMENTS_PUBLIC_ID");
    const char *secret = getenv("CLOUDPAYMENTS_API_SECRET");
    return text("{\"public_id\":\"%s\",\"api_secret\":\"%s\",\"base_url\":\"%s\"%s%s}",
                public_id == NULL ? "test_api_00000000000000000000001" : public_id,
                secret == NULL ? "sandbox" : secret, sandbox_url(), *more == '\0' ? "" : ",", more);
}

cp_client *new_client(const char *more)
{
    char *config = new_client_config(more), *answer = NULL;
    cp_client *client = cp_client_new(config, &answer);
    if (client == NULL) {
        check(0, "a client for %s: %s", config, answer == NULL ? "(no answer)" : answer);
        exit(finish());
    }
    cp_free_string(answer);
    free(config);
    return client;
}

char *payment(const char *card, const char *invoice, const char *amount, const char *more)
{
    return text("{\"Amount\":%s,\"Currency\":\"RUB\",\"InvoiceId\":\"%s\","
                "\"IpAddress\":\"127.0.0.1\",\"CardCryptogramPacket\":\"%s\"%s%s}",
                amount, invoice, card, *more == '\0' ? "" : ",", more);
}

char *expect(cp_client *client, const char *method, const char *request, cp_status status)
{
    char *answer = NULL, *own;
    cp_status got = cp_call(client, method, request, &answer);
    char *in_json = json_at(answer, "status"), *number = text("%d", (int)got);
    if (got == status)
        check(1, "%s: %s", method, cp_status_name(status));
    else
        check(0, "%s: %s, not %d: %s", method, cp_status_name(status), (int)got,
              answer == NULL ? "(no answer)" : answer);
    if (in_json == NULL || strcmp(in_json, number) != 0)
        check(0, "%s: the status in the JSON is the one returned: %s", method,
              answer == NULL ? "(no answer)" : answer);
    free(in_json);
    free(number);
    own = text("%s", answer == NULL ? "" : answer);
    cp_free_string(answer);
    return own;
}

void check_field(const char *answer, const char *path, const char *expected)
{
    char *found = json_at(answer, path);
    if (found != NULL && strcmp(found, expected) == 0)
        check(1, "%s is %s", path, expected);
    else
        check(0, "%s is %s, not %s, in %s", path, expected, found == NULL ? "absent" : found,
              answer);
    free(found);
}

double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void sleep_ms(int milliseconds)
{
    double until = now() + milliseconds / 1000.0;
    while (now() < until) {
        struct timespec nap;
        nap.tv_sec = 0;
        nap.tv_nsec = 1000000;
        nanosleep(&nap, NULL);
    }
}
