/*
 * The benchmarks' gateway: one thread, plain HTTP and HTTPS, one answer of real shape.
 *
 *     server --cert FILE --key FILE [--delay-ms N] [--record FILE]
 *
 * The sandbox judges cards and keeps a ledger; here the server must cost as little as possible, so
 * that what is measured is the client. It answers every POST with an approved payment of about
 * 1.9 KB that carries the request's own InvoiceId and JsonData, because a client may compare them.
 * GET /stats counts connections and requests. --record writes the first request to a file, byte
 * for byte, so that every other client can send the same. It prints its two ports as JSON when it
 * is ready and ends when its standard input does.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#define MOST_WAITING 4096

static const char before_invoice[] =
    "{\"Model\":{\"ReasonCode\":0,\"PublicId\":\"test_api_00000000000000000000001\","
    "\"TerminalUrl\":\"http://test.test\",\"TransactionId\":4509677843,\"Amount\":10.50,"
    "\"Currency\":\"RUB\",\"CurrencyCode\":0,\"PaymentAmount\":10.50,\"PaymentCurrency\":\"RUB\","
    "\"PaymentCurrencyCode\":0,\"InvoiceId\":";
static const char before_data[] =
    ",\"AccountId\":\"user_42\",\"Email\":\"payer@example.org\","
    "\"Description\":\"Оплата заказа 1024 в магазине на Тверской\",\"JsonData\":";
static const char after_data[] =
    ",\"CreatedDate\":\"/Date(1795494612444)/\",\"PayoutDate\":null,\"PayoutDateIso\":null,"
    "\"PayoutAmount\":null,\"CreatedDateIso\":\"2026-11-24T04:30:12\","
    "\"AuthDate\":\"/Date(1795494612444)/\",\"AuthDateIso\":\"2026-11-24T04:30:12\","
    "\"ConfirmDate\":\"/Date(1795494612444)/\",\"ConfirmDateIso\":\"2026-11-24T04:30:12\","
    "\"AuthCode\":\"A1B2C3\",\"TestMode\":true,\"Rrn\":\"123456789012\","
    "\"OriginalTransactionId\":null,\"FallBackScenarioDeclinedTransactionId\":null,"
    "\"IpAddress\":\"123.45.67.89\",\"IpCountry\":\"RU\",\"IpCity\":\"Москва\","
    "\"IpRegion\":\"Москва\",\"IpDistrict\":\"Центральный федеральный округ\","
    "\"IpLatitude\":55.755786,\"IpLongitude\":37.617633,\"CardFirstSix\":\"411111\","
    "\"CardLastFour\":\"1111\",\"CardExpDate\":\"10/30\",\"CardType\":\"Visa\","
    "\"CardProduct\":\"C\",\"CardCategory\":\"Visa Signature (Signature)\","
    "\"EscrowAccumulationId\":null,\"IssuerBankCountry\":\"RU\",\"Issuer\":\"CloudPayments\","
    "\"CardTypeCode\":0,\"Status\":\"Completed\",\"StatusCode\":3,\"CultureName\":\"ru\","
    "\"Reason\":\"Approved\",\"CardHolderMessage\":\"Оплата успешно проведена\",\"Type\":0,"
    "\"Refunded\":false,\"Name\":\"CARDHOLDER NAME\","
    "\"Token\":\"tk_a498e3749e549c00229a1b76bf913\",\"SubscriptionId\":null,"
    "\"GatewayName\":\"Test\",\"AndroidPay\":false,\"WalletType\":\"\",\"TotalFee\":0,"
    "\"VatAboveTotalFee\":0,\"ProcessorAndPartnerFee\":null,\"VatWithinProcessorFee\":null},"
    "\"Success\":true,\"Message\":null}";

struct connection {
    int fd; /* -1 once closed while an answer still waits */
    SSL *tls;
    int established;
    size_t length;
    char request[64 * 1024];
    size_t out_length, out_sent;
    char out[8 * 1024];
};

struct delayed {
    struct connection *connection;
    long long due;
};

/* The answers that wait; all wait equally long, so the oldest is always the next. */
static struct delayed waiting[MOST_WAITING];
static size_t first_waiting, count_waiting;
static int timer, poller;
static long long delay_ns;
static unsigned long connections, requests;
static const char *record;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static long long now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void hang_up(struct connection *c)
{
    if (c->tls)
        SSL_free(c->tls);
    close(c->fd);
    c->fd = -1;
    c->tls = NULL;
}

/* Sends what is left of the answer; 0 when the connection is of no use any more. */
static int flush(struct connection *c)
{
    while (c->out_sent < c->out_length) {
        const char *from = c->out + c->out_sent;
        size_t size = c->out_length - c->out_sent;
        ssize_t sent;
        if (c->tls)
            sent = SSL_write(c->tls, from, (int)size);
        else
            sent = send(c->fd, from, size, MSG_NOSIGNAL);
        /* A peer that does not read an answer of 2 KB is not worth waiting for. */
        if (sent <= 0)
            return 0;
        c->out_sent += (size_t)sent;
    }
    return 1;
}

static void arm_timer(void)
{
    struct itimerspec at = {0};
    if (count_waiting) {
        at.it_value.tv_sec = waiting[first_waiting].due / 1000000000LL;
        at.it_value.tv_nsec = waiting[first_waiting].due % 1000000000LL;
    }
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static void send_what_is_due(void)
{
    while (count_waiting && waiting[first_waiting].due <= now_ns()) {
        struct connection *c = waiting[first_waiting].connection;
        first_waiting = (first_waiting + 1) % MOST_WAITING;
        count_waiting--;
        if (c->fd < 0) {
            free(c);
        } else if (!flush(c)) {
            hang_up(c);
            free(c);
        }
    }
    arm_timer();
}

/* The Date header, made once a second. */
static const char *date(void)
{
    static char text[64];
    static time_t made;
    time_t now = time(NULL);
    if (now != made) {
        struct tm parts;
        gmtime_r(&now, &parts);
        strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
        made = now;
    }
    return text;
}

static char *append(char *to, const char *from, size_t length)
{
    memcpy(to, from, length);
    return to + length;
}

/* The value of a field as it stands in the body: a string, or a flat object. */
static const char *value_of(const char *body, size_t size, const char *name, size_t *length)
{
    const char *at = memmem(body, size, name, strlen(name));
    const char *end = body + size;
    char closing;
    if (!at)
        return NULL;
    at += strlen(name);
    while (at < end && *at == ' ')
        at++;
    if (at == end || (*at != '"' && *at != '{'))
        return NULL;
    closing = *at == '"' ? '"' : '}';
    end = memchr(at + 1, closing, (size_t)(end - at - 1));
    if (!end)
        return NULL;
    *length = (size_t)(end + 1 - at);
    return *length < 1024 ? at : NULL;
}

static void answer_payment(struct connection *c, const char *body, size_t size)
{
    static char made[6 * 1024];
    char *end = append(made, before_invoice, sizeof before_invoice - 1);
    size_t length, i;
    const char *value = value_of(body, size, "\"InvoiceId\":", &length);
    int head;
    end = value ? append(end, value, length) : append(end, "null", 4);
    end = append(end, before_data, sizeof before_data - 1);
    value = value_of(body, size, "\"JsonData\":", &length);
    if (value) {
        /* An object comes back as text, as the real one does. */
        *end++ = '"';
        for (i = 0; i < length; i++) {
            if (value[i] == '"')
                *end++ = '\\';
            *end++ = value[i];
        }
        *end++ = '"';
    } else {
        end = append(end, "null", 4);
    }
    end = append(end, after_data, sizeof after_data - 1);
    length = (size_t)(end - made);
    head = snprintf(c->out, 256,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
                    "Date: %s\r\nContent-Length: %zu\r\n\r\n",
                    date(), length);
    memcpy(c->out + head, made, length);
    c->out_length = (size_t)head + length;
}

static void answer_stats(struct connection *c)
{
    char body[128];
    int length = snprintf(body, sizeof body, "{\"connections\":%lu,\"requests\":%lu}",
                          connections - 1, requests);
    c->out_length = (size_t)snprintf(c->out, sizeof c->out,
                                     "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                     "Connection: close\r\nContent-Length: %d\r\n\r\n%s",
                                     length, body);
    connections--; /* this one asks only */
}

static void keep_record(const char *bytes, size_t length)
{
    FILE *file = fopen(record, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file))
        die(record);
    record = NULL;
}

/* Answers every whole request that has arrived; 0 when the connection is to be closed. */
static int work_on_requests(struct connection *c)
{
    for (;;) {
        const char *body = memmem(c->request, c->length, "\r\n\r\n", 4);
        const char *header;
        size_t head, size = 0;
        if (!body)
            return c->length < sizeof c->request;
        body += 4;
        head = (size_t)(body - c->request);
        c->request[head - 2] = 0;
        header = strcasestr(c->request, "\r\ncontent-length:");
        c->request[head - 2] = '\r';
        if (header)
            size = strtoul(header + 17, NULL, 10);
        if (head + size > sizeof c->request)
            return 0;
        if (c->length < head + size)
            return 1;
        if (c->request[0] == 'G') {
            answer_stats(c);
        } else {
            requests++;
            if (record)
                keep_record(c->request, head + size);
            answer_payment(c, body, size);
        }
        c->out_sent = 0;
        c->length -= head + size;
        memmove(c->request, body + size, c->length);
        if (delay_ns && size) {
            size_t at = (first_waiting + count_waiting) % MOST_WAITING;
            if (count_waiting == MOST_WAITING)
                return 0;
            waiting[at].connection = c;
            waiting[at].due = now_ns() + delay_ns;
            if (count_waiting++ == 0)
                arm_timer();
            return 1;
        }
        if (!flush(c))
            return 0;
    }
}

/* Reads what has come; 0 when the connection has ended. */
static int serve(struct connection *c)
{
    if (c->tls && !c->established) {
        int done = SSL_accept(c->tls);
        if (done != 1) {
            int why = SSL_get_error(c->tls, done);
            ERR_clear_error();
            return why == SSL_ERROR_WANT_READ;
        }
        c->established = 1;
    }
    for (;;) {
        char *to = c->request + c->length;
        size_t room = sizeof c->request - c->length;
        ssize_t got;
        if (c->tls) {
            got = SSL_read(c->tls, to, (int)room);
            if (got <= 0) {
                int why = SSL_get_error(c->tls, (int)got);
                ERR_clear_error();
                return why == SSL_ERROR_WANT_READ;
            }
        } else {
            got = recv(c->fd, to, room, 0);
            if (got <= 0)
                return got < 0 && errno == EAGAIN;
        }
        c->length += (size_t)got;
        if (!work_on_requests(c))
            return 0;
        /* What a plain socket holds beyond this, the poller will tell. */
        if (!c->tls || !SSL_pending(c->tls))
            return 1;
    }
}

static int is_waiting(const struct connection *c)
{
    size_t i;
    for (i = 0; i < count_waiting; i++)
        if (waiting[(first_waiting + i) % MOST_WAITING].connection == c)
            return 1;
    return 0;
}

static int listen_on(int *port)
{
    struct sockaddr_in address = {0};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) || listen(fd, 1024) ||
        getsockname(fd, (struct sockaddr *)&address, &size))
        die("listen");
    *port = ntohs(address.sin_port);
    return fd;
}

static void watch(int fd, void *as)
{
    struct epoll_event event = {0};
    event.events = EPOLLIN;
    event.data.ptr = as;
    if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event))
        die("epoll_ctl");
}

static void accept_from(int listener, SSL_CTX *tls)
{
    int fd, one = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *c = malloc(sizeof *c);
        if (!c)
            die("malloc");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        c->fd = fd;
        c->tls = NULL;
        c->established = 0;
        c->length = c->out_length = c->out_sent = 0;
        if (tls) {
            c->tls = SSL_new(tls);
            SSL_set_fd(c->tls, fd);
            SSL_set_accept_state(c->tls);
        }
        connections++;
        watch(fd, c);
    }
}

int main(int argc, char **argv)
{
    static int plain_mark, tls_mark, timer_mark, input_mark;
    const char *cert = NULL, *key = NULL;
    int i, plain, secure, plain_port, secure_port;
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

    for (i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--cert"))
            cert = argv[i + 1];
        else if (!strcmp(argv[i], "--key"))
            key = argv[i + 1];
        else if (!strcmp(argv[i], "--delay-ms"))
            delay_ns = atoll(argv[i + 1]) * 1000000LL;
        else if (!strcmp(argv[i], "--record"))
            record = argv[i + 1];
    }
    if (!cert || !key || SSL_CTX_use_certificate_chain_file(tls, cert) != 1 ||
        SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1) {
        fputs("server: --cert and --key name PEM files\n", stderr);
        return 2;
    }
    SSL_CTX_set_session_id_context(tls, (const unsigned char *)"bench", 5);
    signal(SIGPIPE, SIG_IGN);

    poller = epoll_create1(EPOLL_CLOEXEC);
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (poller < 0 || timer < 0)
        die("epoll_create1");
    plain = listen_on(&plain_port);
    secure = listen_on(&secure_port);
    watch(plain, &plain_mark);
    watch(secure, &tls_mark);
    watch(timer, &timer_mark);
    watch(STDIN_FILENO, &input_mark);
    printf("{\"http\":%d,\"https\":%d}\n", plain_port, secure_port);
    fflush(stdout);

    for (;;) {
        struct epoll_event events[64];
        int count = epoll_wait(poller, events, 64, -1);
        for (i = 0; i < count; i++) {
            void *from = events[i].data.ptr;
            if (from == &plain_mark) {
                accept_from(plain, NULL);
            } else if (from == &tls_mark) {
                accept_from(secure, tls);
            } else if (from == &timer_mark) {
                unsigned long long fired;
                if (read(timer, &fired, sizeof fired) > 0)
                    send_what_is_due();
            } else if (from == &input_mark) {
                return 0;
            } else {
                struct connection *c = from;
                if (!serve(c)) {
                    hang_up(c);
                    if (!is_waiting(c))
                        free(c);
                }
            }
        }
    }
}
