/*
 * One client, one thread, one kept-alive connection: the same call again and again.
 *
 *     till raw|curl|ours get|charge URL CA_FILE_OR_- CALLS [JOURNAL]
 *
 * "get" looks a payment up, "charge" charges a card: a request of 40 or of 700 bytes of JSON.
 * Prints {"p50_us":…,"cpu_us":…,"wall_us":…} for one call after a warm-up, and, but for "raw",
 * what the start costs; with a journal, what it costs to list all that the till has not taken note
 * of. "raw" writes ready-made bytes and looks for the end of the answer: the limit.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <curl/curl.h>
#include <dlfcn.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../include/cloudpayments.h"

#define AUTHORIZATION "Basic dGVzdF9hcGlfMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE6c2FuZGJveA=="
#define WARM_UP 200

#define CARD                                                                                       \
    "\"Amount\":10.50,\"Currency\":\"RUB\",\"IpAddress\":\"123.45.67.89\",\"Name\":\"CARDHOLDER "  \
    "NAME\",\"InvoiceId\":\"A-0001024\",\"AccountId\":\"user_42\",\"Email\":\"payer@example."      \
    "org\","                                                                                       \
    "\"Description\":\"Оплата заказа 1024\",\"CardCryptogramPacket\":\"014111111111301202%s\","    \
    "\"JsonData\":{\"till\":\"7\"%s}"
/* What our library adds, for those who have no library. */
#define STAMP ",\"cp_request_id\":\"0f8e1a52-1111-4222-8333-444455556666\""
#define REQUEST_ID "X-Request-ID: 0f8e1a52-1111-4222-8333-444455556666"

static char request[2048];
static const char *url, *ca_file, *path, *journal;
static int charging;

static double microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static double cpu(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + used.ru_utime.tv_usec +
           used.ru_stime.tv_usec;
}

static void die(const char *why)
{
    fprintf(stderr, "till: %s\n", why);
    exit(1);
}

/* A socket and ready-made bytes. */
static int raw_socket;
static char raw_request[4096];

static void raw_open(void)
{
    struct sockaddr_in address = {0};
    int one = 1, port = 0;
    if (sscanf(url, "http://127.0.0.1:%d", &port) != 1)
        die("raw speaks plain http only");
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    raw_socket = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(raw_socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(raw_socket, (struct sockaddr *)&address, sizeof address) != 0)
        die("no connection");
    sprintf(raw_request,
            "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " AUTHORIZATION
            "\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s",
            path, charging ? REQUEST_ID "\r\n" : "", (int)strlen(request), request);
}

static void raw_call(void)
{
    static char answer[65536];
    size_t have = 0, whole = 0;
    if (send(raw_socket, raw_request, strlen(raw_request), MSG_NOSIGNAL) < 0)
        die("raw: send");
    do {
        ssize_t more = recv(raw_socket, answer + have, sizeof answer - 1 - have, 0);
        char *end, *length;
        if (more <= 0)
            die("raw: recv");
        have += more;
        answer[have] = 0;
        end = strstr(answer, "\r\n\r\n");
        length = strcasestr(answer, "content-length:");
        if (end && length)
            whole = end + 4 - answer + atoi(length + 15);
    } while (whole == 0 || have < whole);
}

/* What the start costs, before the first call. */
static void tell_start(double begun, double loaded)
{
    printf("{\"dlopen_ms\":%.3f,\"client_new_ms\":%.3f,", (loaded - begun) / 1e3,
           (microseconds() - loaded) / 1e3);
}

/* libcurl, loaded like ours, its handle kept. */
static CURL *curl;
static CURLcode (*perform)(CURL *);
static size_t curl_got;

static size_t curl_take(char *bytes, size_t size, size_t count, void *into)
{
    (void)bytes, (void)into;
    curl_got += size * count;
    return size * count;
}

static void curl_open(void)
{
    void *library;
    CURLcode (*global_init)(long);
    CURL *(*easy_init)(void);
    CURLcode (*setopt)(CURL *, CURLoption, ...);
    struct curl_slist *(*append)(struct curl_slist *, const char *);
    struct curl_slist *headers = NULL;
    static char whole[256];
    double begun = microseconds(), loaded;
    library = dlopen("libcurl.so.4", RTLD_NOW);
    if (!library)
        die(dlerror());
    loaded = microseconds();
    global_init = (CURLcode (*)(long))dlsym(library, "curl_global_init");
    easy_init = (CURL * (*)(void)) dlsym(library, "curl_easy_init");
    setopt = (CURLcode (*)(CURL *, CURLoption, ...))dlsym(library, "curl_easy_setopt");
    append = (struct curl_slist * (*)(struct curl_slist *, const char *))
        dlsym(library, "curl_slist_append");
    perform = (CURLcode (*)(CURL *))dlsym(library, "curl_easy_perform");
    global_init(CURL_GLOBAL_DEFAULT);
    curl = easy_init();
    sprintf(whole, "%s%s", url, path);
    headers = append(headers, "Authorization: " AUTHORIZATION);
    headers = append(headers, "Content-Type: application/json");
    if (charging)
        headers = append(headers, REQUEST_ID);
    setopt(curl, CURLOPT_URL, whole);
    setopt(curl, CURLOPT_HTTPHEADER, headers);
    setopt(curl, CURLOPT_POSTFIELDS, request);
    setopt(curl, CURLOPT_WRITEFUNCTION, curl_take);
    setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    if (strcmp(ca_file, "-") != 0)
        setopt(curl, CURLOPT_CAINFO, ca_file);
    tell_start(begun, loaded);
}

static void curl_call(void)
{
    curl_got = 0;
    if (perform(curl) != CURLE_OK || curl_got < 500)
        die("curl");
}

/* Ours, loaded as a host loads it. */
static cp_client *client;
static cp_status (*function)(cp_client *, const char *, char **);
static cp_status (*pending)(cp_client *, const char *, char **);
static void (*free_string)(char *);

static void ours_open(void)
{
    void *library;
    cp_client *(*client_new)(const char *, char **);
    char config[1024];
    double begun = microseconds(), loaded;
    library = dlopen(getenv("CLOUDPAYMENTS_LIBRARY"), RTLD_NOW);
    if (!library)
        die(dlerror());
    loaded = microseconds();
    client_new = (cp_client * (*)(const char *, char **)) dlsym(library, "cp_client_new");
    function = (cp_status (*)(cp_client *, const char *, char **))dlsym(
        library, charging ? "cp_charge" : "cp_payment_get");
    pending =
        (cp_status (*)(cp_client *, const char *, char **))dlsym(library, "cp_journal_pending");
    free_string = (void (*)(char *))dlsym(library, "cp_free_string");
    sprintf(config,
            "{\"public_id\":\"test_api_00000000000000000000001\",\"api_secret\":\"sandbox\",\"base_"
            "url\":\"%s\"%s%s%s%s%s%s}",
            url, strcmp(ca_file, "-") ? ",\"extra_ca_file\":\"" : "",
            strcmp(ca_file, "-") ? ca_file : "", strcmp(ca_file, "-") ? "\"" : "",
            journal ? ",\"journal\":\"" : "", journal ? journal : "", journal ? "\"" : "");
    client = client_new(config, NULL);
    if (!client)
        die("no client");
    tell_start(begun, loaded);
}

/* Each charge pays an order of its own, as in a shop. */
static void next_order(void)
{
    char *digit = strstr(request, "\"A-") + 9;
    while (*digit == '9')
        *digit-- = '0';
    ++*digit;
}

static void ours_call(void)
{
    char *answer = NULL;
    if (charging)
        next_order();
    if (function(client, request, &answer) != CP_OK)
        die(answer);
    free_string(answer);
}

static double list_ms(void)
{
    char *answer = NULL;
    double begun = microseconds(), took;
    if (pending(client, "{}", &answer) != CP_OK)
        die(answer);
    took = (microseconds() - begun) / 1e3;
    free_string(answer);
    return took;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int count, char **arguments)
{
    void (*call)(void);
    int calls, at;
    double *times, first, begun, used;
    if (count != 6 && count != 7)
        die("till raw|curl|ours get|charge URL CA CALLS [JOURNAL]");
    charging = strcmp(arguments[2], "charge") == 0;
    url = arguments[3];
    ca_file = arguments[4];
    if (charging) {
        /* As long as a real cryptogram; only its length matters here. */
        char packet[345] = {0};
        memset(packet, 'A', 344);
        path = "/payments/cards/charge";
        sprintf(request, "{" CARD "}", packet, strcmp(arguments[1], "ours") ? STAMP : "");
    } else {
        path = "/payments/get";
        strcpy(request, "{\"TransactionId\":4509677843}");
    }
    calls = atoi(arguments[5]);
    journal = count == 7 ? arguments[6] : NULL;
    times = malloc(sizeof *times * (calls + 1));
    if (strcmp(arguments[1], "raw") == 0) {
        raw_open(), call = raw_call, printf("{");
    } else if (strcmp(arguments[1], "curl") == 0) {
        curl_open(), call = curl_call;
    } else {
        ours_open(), call = ours_call;
    }
    begun = microseconds();
    call();
    first = microseconds() - begun;
    for (at = 0; at < WARM_UP; at++)
        call();
    used = cpu();
    for (at = 0; at < calls; at++) {
        begun = microseconds();
        call();
        times[at] = microseconds() - begun;
    }
    used = cpu() - used;
    if (journal)
        printf("\"list_ms\":%.3f,", list_ms());
    qsort(times, calls, sizeof *times, by_size);
    printf("\"first_ms\":%.3f,\"p50_us\":%.2f,\"cpu_us\":%.2f}\n", first / 1e3, times[calls / 2],
           used / calls);
    return 0;
}
