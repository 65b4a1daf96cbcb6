#define _POSIX_C_SOURCE 200112L

#include "world.h"

#include "cloudpayments.h"

#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A GET, or with JSON a POST, to the sandbox at http://host:port; its answer's content, or NULL. */
static const char *ask(const char *url, const char *path, const char *json, char *answer,
                       size_t size)
{
    char host[100] = "", port[10] = "80", request[600];
    struct addrinfo hints, *found = NULL;
    int fd = -1;
    size_t length = 0;
    ssize_t got = 0;
    const char *content = NULL;

    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    if (sscanf(url, "http://%99[^:/]:%9[0-9]", host, port) < 1 ||
        getaddrinfo(host, port, &hints, &found) != 0)
        return NULL;
    fd = socket(found->ai_family, SOCK_STREAM, 0);
    sprintf(request,
            "%s %.50s HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %lu\r\n\r\n"
            "%.300s",
            *json == '\0' ? "GET" : "POST", path, (unsigned long)strlen(json), json);
    if (connect(fd, found->ai_addr, found->ai_addrlen) == 0 &&
        write(fd, request, strlen(request)) == (ssize_t)strlen(request)) {
        while (length + 1 < size && (got = read(fd, answer + length, size - length - 1)) > 0)
            length += (size_t)got;
        answer[length] = '\0';
        content = strstr(answer, "\r\n\r\n");
    }
    close(fd);
    freeaddrinfo(found);
    return content == NULL ? NULL : content + 4;
}

int world_payer_confirms(const char *url, const char *transaction_id, char *form, size_t size)
{
    char json[200], buffer[4000], *md, *pares, *letter;
    const char *answer;
    size_t length = 0;

    sprintf(json, "{\"TransactionId\":%.30s,\"action\":\"confirm_3ds\"}", transaction_id);
    answer = ask(url, "/sandbox/payer", json, buffer, sizeof buffer);
    md = cp_json_get(answer, "MD");
    pares = cp_json_get(answer, "PaRes");
    if (md != NULL && pares != NULL && size > 3 * strlen(pares) + 50) {
        /* A browser escapes what it posts. */
        length = (size_t)sprintf(form, "MD=%.30s&PaRes=", md);
        for (letter = pares; *letter != '\0'; letter++)
            length += (size_t)sprintf(form + length, "%%%02X", (unsigned char)*letter);
    }
    cp_free_string(md);
    cp_free_string(pares);
    return length > 0;
}

void world_payer_pays(const char *url, const char *transaction_id)
{
    char json[200], buffer[4000];

    sprintf(json, "{\"TransactionId\":%.30s,\"action\":\"pay\"}", transaction_id);
    ask(url, "/sandbox/payer", json, buffer, sizeof buffer);
}

/* Whether the register is done with this payment's receipt; then its Id is copied. */
static int is_done(const char *kkt, const char *transaction_id, char *id, size_t size)
{
    char path[60], *text, *state = NULL;
    int number, found = 0;

    for (number = 0; !found; number++) {
        cp_free_string(state);
        sprintf(path, "receipts.%d.Status", number);
        state = cp_json_get(kkt, path);
        if (state == NULL)
            return 0;
        sprintf(path, "receipts.%d.TransactionId", number);
        text = cp_json_get(kkt, path);
        found = text != NULL && strcmp(text, transaction_id) == 0;
        cp_free_string(text);
    }
    found = strcmp(state, "Queued") != 0;
    cp_free_string(state);
    sprintf(path, "receipts.%d.Id", number - 1);
    text = cp_json_get(kkt, path);
    cp_copy_text(text, id, size);
    cp_free_string(text);
    return found;
}

int world_notifies_of_receipt(const char *url, const char *transaction_id, char *id, size_t size)
{
    static char buffer[200000];
    const char *kkt;
    struct timespec pause;
    int turn, done = 0;

    pause.tv_sec = 0;
    pause.tv_nsec = 200000000;
    for (turn = 0; turn < 50 && !done; turn++) {
        if (turn > 0)
            nanosleep(&pause, NULL);
        kkt = ask(url, "/sandbox/kkt", "", buffer, sizeof buffer);
        done = is_done(kkt, transaction_id, id, size);
    }
    return done;
}

void world_loses_the_next_answer(const char *url)
{
    char buffer[4000];
    ask(url, "/sandbox/faults",
        "{\"path\":\"payments/cards/charge\",\"kind\":\"drop_after\",\"times\":1}", buffer,
        sizeof buffer);
}
