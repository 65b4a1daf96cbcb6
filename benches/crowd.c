/*
 * Many token charges through our library, from many threads or one after the other.
 *
 *     crowd threads URL CA_FILE PLACES THREADS CALLS   CALLS in all, from THREADS threads
 *     crowd growth  URL CA_FILE PLACES FIRST CALLS     memory after FIRST calls, and CALLS later
 *     crowd bare    - - - THREADS 0                    the same process without the library
 *
 * PLACES is `max_concurrency`. Every charge has an InvoiceId of its own, and must end with CP_OK.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../include/cloudpayments.h"

#define MOST_THREADS 256

static cp_client *client;
static cp_status (*token_charge)(cp_client *, const char *, char **);
static void (*free_string)(char *);

static pthread_barrier_t all_there;
static atomic_long next_call;
static long calls_wanted;

static void die(const char *why)
{
    fprintf(stderr, "crowd: %s\n", why);
    exit(1);
}

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

/* A figure of /proc/self/status, in KB. */
static long status_kb(const char *name)
{
    char line[256];
    long found = -1;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, name, strlen(name)) == 0)
            found = atol(line + strlen(name) + 1);
    if (file)
        fclose(file);
    return found;
}

static void open_client(const char *url, const char *ca_file, const char *places)
{
    cp_client *(*client_new)(const char *, char **);
    char config[1024], *answer = NULL;
    void *library = dlopen(getenv("CLOUDPAYMENTS_LIBRARY"), RTLD_NOW);
    if (!library)
        die(dlerror());
    client_new = (cp_client * (*)(const char *, char **)) dlsym(library, "cp_client_new");
    token_charge =
        (cp_status (*)(cp_client *, const char *, char **))dlsym(library, "cp_token_charge");
    free_string = (void (*)(char *))dlsym(library, "cp_free_string");
    snprintf(config, sizeof config,
             "{\"public_id\":\"pk_bench\",\"api_secret\":\"secret\",\"base_url\":\"%s\","
             "\"extra_ca_file\":\"%s\",\"max_concurrency\":%s}",
             url, ca_file, places);
    client = client_new(config, &answer);
    if (!client)
        die(answer);
    free_string(answer);
}

static void charge(long number)
{
    char request[512], *answer = NULL;
    snprintf(request, sizeof request,
             "{\"Amount\":\"10.50\",\"Currency\":\"RUB\",\"AccountId\":\"user_42\","
             "\"Token\":\"tk_a498e3749e549c00229a1b76bf913\",\"TrInitiatorCode\":0,"
             "\"PaymentScheduled\":0,\"InvoiceId\":\"B-%ld\"}",
             number);
    if (token_charge(client, request, &answer) != CP_OK)
        die(answer);
    free_string(answer);
}

static void *work(void *unused)
{
    long number;
    pthread_barrier_wait(&all_there);
    while ((number = atomic_fetch_add(&next_call, 1)) < calls_wanted)
        charge(number);
    return unused;
}

static void run_threads(long count, long calls)
{
    pthread_t threads[MOST_THREADS];
    double wall, cpu;
    long at;
    if (count > MOST_THREADS)
        die("too many threads");
    calls_wanted = calls;
    pthread_barrier_init(&all_there, NULL, (unsigned)count + 1);
    for (at = 0; at < count; at++)
        if (pthread_create(&threads[at], NULL, work, NULL) != 0)
            die("no thread");
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    wall = seconds(CLOCK_MONOTONIC);
    pthread_barrier_wait(&all_there);
    for (at = 0; at < count; at++)
        pthread_join(threads[at], NULL);
    printf("{\"wall_s\":%.3f,\"cpu_s\":%.3f,\"peak_kb\":%ld}\n", seconds(CLOCK_MONOTONIC) - wall,
           seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, status_kb("VmHWM"));
}

static void run_growth(long first, long calls)
{
    long at, begun, filled;
    for (at = 0; at < 1000; at++)
        charge(at);
    begun = status_kb("VmRSS");
    for (; at < first; at++)
        charge(at);
    filled = status_kb("VmRSS");
    for (; at < first + calls; at++)
        charge(at);
    printf("{\"begun_kb\":%ld,\"filled_kb\":%ld,\"end_kb\":%ld}\n", begun, filled,
           status_kb("VmRSS"));
}

int main(int count, char **arguments)
{
    if (count != 7)
        die("crowd threads|growth|bare URL CA_FILE PLACES NUMBER NUMBER");
    if (strcmp(arguments[1], "bare") != 0)
        open_client(arguments[2], arguments[3], arguments[4]);
    if (strcmp(arguments[1], "growth") == 0)
        run_growth(atol(arguments[5]), atol(arguments[6]));
    else
        run_threads(atol(arguments[5]), atol(arguments[6]));
    return 0;
}
