/*
 * The library as a guest: what the host has set, closed, exhausted or poisoned must neither break
 * a payment nor be touched.
 *
 * Each host is a process of its own, made before the library is first used in it. It cannot always
 * print (its output may be closed), so it leaves its complaint in shared memory.
 */
#define _DEFAULT_SOURCE
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMPLAINT 4000

static char *complaint;

/* Returns 0 when good; the first complaint is kept. */
static int wrong_unless(int good, const char *what, const char *answer)
{
    if (!good && *complaint == '\0')
        snprintf(complaint, COMPLAINT, "%s: %s", what, answer == NULL ? "(no answer)" : answer);
    return !good;
}

static void as_a_host(const char *what, int (*host)(void))
{
    int status = 0;
    pid_t child;
    *complaint = '\0';
    fflush(NULL);
    child = fork();
    if (child == 0) {
        alarm(240);
        _exit(host() != 0);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFSIGNALED(status))
        check(0, "%s: killed by signal %d", what, WTERMSIG(status));
    else
        check(status == 0, "%s%s%s", what, *complaint == '\0' ? "" : ": ", complaint);
}

/* One charge, judged by its status; the ledger is asked by the parent. */
static int charge_gives(cp_client *client, const char *invoice, const char *more, cp_status status)
{
    char *request = payment(CARD_PAYS, invoice, "10.50", more), *answer = NULL;
    cp_status got = cp_charge(client, request, &answer);
    int wrong = wrong_unless(got == status, invoice, answer);
    cp_free_string(answer);
    free(request);
    return wrong;
}

static int charge(const char *invoice)
{
    cp_client *client = new_client("");
    int wrong = charge_gives(client, invoice, "", CP_OK);
    cp_client_free(client);
    return wrong;
}

/* --- Signals ---------------------------------------------------------------------------------- */

static volatile sig_atomic_t ticks;

static void tick(int number)
{
    (void)number;
    ticks++;
}

static void every_millisecond(int on)
{
    struct itimerval timer;
    memset(&timer, 0, sizeof timer);
    timer.it_interval.tv_usec = timer.it_value.tv_usec = on ? 1000 : 0;
    setitimer(ITIMER_REAL, &timer, NULL);
}

/* Without SA_RESTART, so that every blocking system call of the library is cut short. */
static int interrupted(void)
{
    struct sigaction action, after;
    cp_client *client = new_client("");
    int wrong = 0, index;
    memset(&action, 0, sizeof action);
    action.sa_handler = tick;
    sigaction(SIGALRM, &action, NULL);
    sandbox_fault("payments/cards/charge", "delay", "\"delay_ms\":1500");
    sandbox_fault("payments/cards/auth", "trickle", "\"delay_ms\":1");
    every_millisecond(1);
    for (index = 0; index < 10; index++) {
        char *invoice = text("tick-%d", index);
        wrong += charge_gives(client, invoice, "", CP_OK);
        free(invoice);
    }
    {
        char *request = payment(CARD_PAYS, "tick-auth", "10.50", ""), *answer = NULL;
        cp_status got = cp_auth(client, request, &answer);
        wrong += wrong_unless(got == CP_OK, "an answer that comes byte by byte", answer);
        cp_free_string(answer);
        free(request);
    }
    every_millisecond(0);
    cp_client_free(client);
    sigaction(SIGALRM, NULL, &after);
    wrong += wrong_unless(after.sa_handler == tick, "the handler", "is another");
    wrong += wrong_unless(ticks > 500, "interruptions", "too few");
    return wrong;
}

static int no_handler_is_installed(void)
{
    struct sigaction before[32], after;
    int number, wrong = 0;
    for (number = 1; number < 32; number++)
        sigaction(number, NULL, &before[number]);
    wrong += charge("handlers");
    for (number = 1; number < 32; number++) {
        sigaction(number, NULL, &after);
        wrong += wrong_unless(after.sa_handler == before[number].sa_handler, "a signal handler",
                              "was installed");
    }
    return wrong;
}

/* SIGPIPE would kill this process at the first write to a closed connection. */
static int broken_pipes(void)
{
    static const char *const kinds[] = {"reset", "close_after", "close_on_accept", "drop_before"};
    cp_client *client = new_client("\"resolve_ms\":0,\"timeout_ms\":3000");
    size_t index;
    int wrong = 0;
    signal(SIGPIPE, SIG_DFL);
    for (index = 0; index < sizeof kinds / sizeof *kinds; index++) {
        char *invoice = text("pipe-%s", kinds[index]), *answer = NULL, *request;
        cp_status status;
        request = payment(CARD_PAYS, invoice, "10.50", "");
        sandbox_fault("payments/cards/charge", kinds[index], "\"bytes\":10");
        status = cp_charge(client, request, &answer);
        wrong += wrong_unless(status == CP_UNKNOWN || status == CP_NOT_SENT || status == CP_OK,
                              invoice, answer);
        cp_free_string(answer);
        free(request);
        free(invoice);
        sandbox_reset();
    }
    cp_client_free(client);
    return wrong;
}

/* --- Files ------------------------------------------------------------------------------------ */

static int without_standard_files(void)
{
    close(0);
    close(1);
    close(2);
    return charge("closed");
}

/* The log must not take the place of a standard file, into which the host may yet print. */
static int log_beside_closed_files(void)
{
    char folder[] = "/tmp/cloudpayments-log-XXXXXX";
    char *path, *rotated, *more, *line;
    cp_client *client;
    int index, wrong = 0;
    if (mkdtemp(folder) == NULL)
        return wrong_unless(0, "mkdtemp", strerror(errno));
    path = text("%s/log", folder);
    rotated = text("%s/log.1", folder);
    more = text("\"log\":{\"path\":\"%s\",\"max_bytes\":4096}", path);
    for (index = 0; index < 3; index++)
        close(index);
    client = new_client(more);
    wrong += wrong_unless(client != NULL, "no client", NULL);
    /* Enough lines to begin the file anew. */
    for (index = 0; index < 60; index++) {
        line = NULL;
        cp_interrupt(client, "{\"request_id\":\"none\"}", &line);
        cp_free_string(line);
    }
    for (index = 0; index < 3; index++)
        wrong += wrong_unless(fcntl(index, F_GETFD) < 0, "a standard file was taken", NULL);
    wrong += wrong_unless(access(rotated, F_OK) == 0, "the log was not begun anew", NULL);
    cp_client_free(client);
    unlink(path);
    unlink(rotated);
    rmdir(folder);
    free(more);
    free(rotated);
    free(path);
    return wrong;
}

/* What the host prints to a file that it closed goes nowhere: not to the bank, not to the log. */
static int nothing_takes_their_place(void)
{
    static const char *const places[] = {"stdin", "stdout", "stderr"};
    char name[] = "/tmp/cloudpayments-closed-XXXXXX";
    char *log;
    int wrong = 0, index;
    cp_client *client;
    close(mkstemp(name));
    log = text("\"log\":{\"path\":\"%s\"}", name);
    close(0);
    close(1);
    close(2);
    client = new_client(log);
    wrong += charge_gives(client, "place", "", CP_OK);
    for (index = 0; index <= 2; index++)
        wrong +=
            wrong_unless(fcntl(index, F_GETFD) == -1, "something took the place of", places[index]);
    cp_client_free(client);
    unlink(name);
    free(log);
    return wrong;
}

/* A bit of everything, with the host's output going where it can be counted. */
static int silent(void)
{
    char name[] = "/tmp/cloudpayments-silent-XXXXXX";
    int file = mkstemp(name), index, wrong = 0;
    struct stat written;
    cp_client *client;
    char *broken = need_memory(200001);
    unlink(name);
    memset(broken, '[', 200000);
    broken[200000] = '\0';
    dup2(file, 1);
    dup2(file, 2);
    client = new_client("\"resolve_ms\":0,\"timeout_ms\":2000");
    for (index = 0; index < 6; index++) {
        static const char *const requests[] = {"{}",   "{\"Amount\":NaN}",      "\xFF", "[",
                                               "null", "{\"Amount\":\"1.000\"}"};
        char *answer = NULL;
        cp_charge(client, requests[index], &answer);
        cp_free_string(answer);
        cp_free_string(answer);
    }
    {
        char *answer = NULL;
        cp_charge(client, broken, &answer);
        cp_free_string(answer);
        cp_charge((cp_client *)(void *)broken, broken, &answer);
        cp_free_string(answer);
        cp_free_string(broken);
        sandbox_fault("payments/cards/charge", "garbage", "");
        wrong += charge_gives(client, "silent-garbage", "", CP_UNKNOWN);
        cp_call(client, "self_test", "{}", &answer);
        cp_free_string(answer);
    }
    wrong += charge_gives(client, "silent", "", CP_OK);
    cp_client_free(client);
    free(cp_client_new("{", NULL));
    fflush(NULL);
    fstat(file, &written);
    if (written.st_size != 0) {
        char start[200];
        ssize_t got = pread(file, start, sizeof start - 1, 0);
        start[got < 0 ? 0 : got] = '\0';
        wrong += wrong_unless(0, "it wrote to the host's output", start);
    }
    free(broken);
    return wrong;
}

static int open_files(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;
    if (folder == NULL)
        return -1;
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

static int few_descriptors(void)
{
    cp_client *client = new_client("\"timeout_ms\":3000");
    struct rlimit limit, low;
    int wrong = 0, next = dup(0);
    char *answer = NULL, *request = payment(CARD_PAYS, "few", "10.50", "");
    cp_status status;
    close(next);
    getrlimit(RLIMIT_NOFILE, &limit);
    low = limit;
    low.rlim_cur = (rlim_t)next; /* not one more */
    setrlimit(RLIMIT_NOFILE, &low);
    status = cp_charge(client, request, &answer);
    setrlimit(RLIMIT_NOFILE, &limit);
    wrong += wrong_unless(status == CP_NOT_SENT, "without a descriptor to spare", answer);
    wrong += wrong_unless(json_is(answer, "money", "not_moved"), "money", answer);
    cp_free_string(answer);
    wrong += charge_gives(client, "few", "", CP_OK);
    free(request);
    cp_client_free(client);
    return wrong;
}

/* As `ulimit -n 16` leaves them: enough for the standard files and a few connections. */
static int sixteen_descriptors(void)
{
    struct rlimit low;
    getrlimit(RLIMIT_NOFILE, &low);
    low.rlim_cur = 16; /* valgrind refuses to lower the other one */
    if (wrong_unless(setrlimit(RLIMIT_NOFILE, &low) == 0, "setrlimit", ""))
        return 1;
    return charge("sixteen") + charge("sixteen-again");
}

static int descriptors_come_back(void)
{
    int before, after, wrong = 0, index;
    wrong += charge("fds");
    before = open_files();
    for (index = 0; index < 20; index++) {
        cp_client *client = new_client("");
        char *answer = NULL;
        wrong += wrong_unless(cp_test(client, "{}", &answer) == CP_OK, "test", answer);
        cp_free_string(answer);
        cp_client_free(client);
    }
    for (index = 0; index < 100 && open_files() > before; index++)
        sleep_ms(10);
    after = open_files();
    return wrong + wrong_unless(after <= before, "descriptors", "stay open after the clients");
}

/* --- Settings --------------------------------------------------------------------------------- */

static int comma_for_decimals(void)
{
    static const char *const names[] = {"ru_RU.UTF-8", "ru_RU.utf8",  "de_DE.UTF-8", "de_DE.utf8",
                                        "de_DE",       "fr_FR.UTF-8", NULL};
    int index;
    for (index = 0; names[index] != NULL; index++)
        if (setlocale(LC_ALL, names[index]) != NULL && *localeconv()->decimal_point == ',')
            return charge("comma");
    return 1;
}

static int a_comma_locale_is_here(void)
{
    return setlocale(LC_ALL, "de_DE.UTF-8") != NULL || setlocale(LC_ALL, "ru_RU.UTF-8") != NULL;
}

static int poisoned_environment(void)
{
    static const char *const settings[][2] = {
        {"HTTP_PROXY", "http://127.0.0.1:1"},
        {"HTTPS_PROXY", "http://127.0.0.1:1"},
        {"ALL_PROXY", "http://127.0.0.1:1"},
        {"http_proxy", "http://127.0.0.1:1"},
        {"https_proxy", "http://127.0.0.1:1"},
        {"all_proxy", "http://127.0.0.1:1"},
        {"NO_PROXY", ""},
        {"SSL_CERT_FILE", "/nonexistent"},
        {"SSL_CERT_DIR", "/nonexistent"},
        {"CURL_CA_BUNDLE", "/nonexistent"},
        {"SSLKEYLOGFILE", "/tmp/cloudpayments-keys"},
        {"RUST_LOG", "trace"},
        {"RUST_BACKTRACE", "full"},
        {"RUST_MIN_STACK", "1"},
        {"HOME", "/nonexistent"},
        {"TMPDIR", "/nonexistent"},
        {"XDG_CONFIG_HOME", "/nonexistent"},
        {"LOCALDOMAIN", "example"},
        {"RES_OPTIONS", "timeout:1"},
        {"TZ", "Nowhere"},
        {"LC_ALL", "xx_XX"},
    };
    size_t index;
    int wrong;
    struct stat seen;
    for (index = 0; index < sizeof settings / sizeof *settings; index++)
        setenv(settings[index][0], settings[index][1], 1);
    wrong = charge("poisoned");
    wrong += wrong_unless(stat("/tmp/cloudpayments-keys", &seen) != 0, "SSLKEYLOGFILE", "obeyed");
    return wrong;
}

/* --- Time and memory -------------------------------------------------------------------------- */

static void *slow_charge(void *argument)
{
    char *request = payment(CARD_PAYS, "leaving", "10.50", ""), *answer = NULL;
    cp_charge(argument, request, &answer);
    cp_free_string(answer);
    free(request);
    return NULL;
}

/* main() returns while a thread is inside a call: the destructors of the process must not care. */
static int leaving_in_the_middle(void)
{
    pthread_t thread;
    sandbox_fault("payments/cards/charge", "delay", "\"delay_ms\":5000");
    pthread_create(&thread, NULL, slow_charge, new_client(""));
    sleep_ms(300);
    exit(0);
}

static int waiting_costs_nothing(void)
{
    cp_client *client = new_client("");
    clock_t before;
    int wrong;
    sandbox_fault("payments/cards/charge", "delay", "\"delay_ms\":2000");
    before = clock();
    wrong = charge_gives(client, "patient", "", CP_OK);
    wrong += wrong_unless(clock() - before < CLOCKS_PER_SEC / 2, "waiting", "burns the processor");
    cp_client_free(client);
    return wrong;
}

static long resident_kilobytes(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[200];
    long size = -1;
    if (status == NULL)
        return -1;
    while (fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, "VmRSS:", 6) == 0)
            size = strtol(line + 6, NULL, 10);
    fclose(status);
    return size;
}

static int memory_stays(void)
{
    cp_client *client = new_client("");
    long before = 0, after;
    int turn;
    for (turn = 0; turn < 60000; turn++) {
        char *answer = NULL, *quoted = cp_json_quote("some text of a few words");
        cp_charge(client, "{\"Amout\":1}", &answer);
        cp_free_string(answer);
        cp_free_string(quoted);
        if (turn % 100 == 0) {
            cp_test(client, "{}", &answer);
            cp_free_string(answer);
        }
        if (turn == 20000)
            before = resident_kilobytes();
    }
    after = resident_kilobytes();
    cp_client_free(client);
    return wrong_unless(after - before < 512, "memory", "grows");
}

/* --- Small stacks ----------------------------------------------------------------------------- */

static void *hostile_paths(void *argument)
{
    char *brackets = need_memory(100001), *answer = NULL, *out;
    int *wrong = argument;
    memset(brackets, '[', 100000);
    brackets[100000] = '\0';
    *wrong += cp_charge(NULL, "{}", &answer) != CP_INVALID_ARGUMENT;
    cp_free_string(answer);
    *wrong += cp_charge((cp_client *)(void *)brackets, brackets, &answer) != CP_INVALID_ARGUMENT;
    cp_free_string(answer);
    *wrong += cp_client_new(brackets, &answer) != NULL;
    cp_free_string(answer);
    *wrong += cp_client_new("{\"public_id\":\"\xFF\"}", &answer) != NULL;
    cp_free_string(answer);
    out = cp_json_get(brackets, "a.b.c");
    *wrong += out != NULL;
    cp_free_string(out);
    out = cp_json_quote("\xFF\xFE");
    cp_free_string(out);
    cp_free_string(brackets);
    free(brackets);
    return NULL;
}

struct refusals {
    cp_client *client;
    int wrong;
};

/* A live client, and requests that it refuses before anything is sent. */
static void *refused_requests(void *argument)
{
    struct refusals *refusals = argument;
    char *deep = need_memory(100100), *answer = NULL;
    memset(deep, '[', 100050);
    memcpy(deep, "{\"JsonData\":", 12);
    deep[100050] = '\0';
    refusals->wrong += cp_charge(refusals->client, deep, &answer) != CP_INVALID_ARGUMENT;
    cp_free_string(answer);
    refusals->wrong += cp_charge(refusals->client, "{\"Amout\":1}", &answer) != CP_INVALID_REQUEST;
    cp_free_string(answer);
    refusals->wrong += cp_call(refusals->client, "x", "{}", &answer) != CP_UNKNOWN_METHOD;
    cp_free_string(answer);
    free(deep);
    return NULL;
}

static int on_a_stack_of(size_t kilobytes)
{
    pthread_attr_t attributes;
    pthread_t thread;
    struct refusals refusals;
    int wrong = 0;
    refusals.client = new_client("");
    refusals.wrong = 0;
    pthread_attr_init(&attributes);
    if (pthread_attr_setstacksize(&attributes, kilobytes * 1024) != 0)
        return wrong_unless(0, "a stack", "of that size is not to be had");
    if (pthread_create(&thread, &attributes, hostile_paths, &wrong) != 0)
        return wrong_unless(0, "a thread", "does not start");
    pthread_join(thread, NULL);
    if (pthread_create(&thread, &attributes, refused_requests, &refusals) != 0)
        return wrong_unless(0, "a thread", "does not start");
    pthread_join(thread, NULL);
    cp_client_free(refusals.client);
    return wrong + refusals.wrong;
}

static int on_16_kb(void)
{
    return on_a_stack_of(16);
}

static int on_32_kb(void)
{
    return on_a_stack_of(32);
}

static int on_64_kb(void)
{
    return on_a_stack_of(64);
}

static int on_128_kb(void)
{
    return on_a_stack_of(128);
}

static int a_payment_on_256_kb(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 * 1024);
    if (pthread_create(&thread, &attributes, slow_charge, new_client("")) != 0)
        return wrong_unless(0, "a thread", "does not start");
    pthread_join(thread, NULL);
    return 0;
}

int main(void)
{
    const char *stacks = getenv("STACKS");
    complaint = mmap(NULL, COMPLAINT, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    sandbox_reset();
    as_a_host("a timer signal every millisecond", interrupted);
    check_ledger("by_invoice.tick-9.net", "10.50");
    check_ledger("by_invoice.tick-0.charges", "1");
    as_a_host("connections that break under SIGPIPE's default", broken_pipes);
    as_a_host("no signal handler is installed", no_handler_is_installed);
    as_a_host("stdin, stdout and stderr closed", without_standard_files);
    check_ledger("by_invoice.closed.net", "10.50");
    as_a_host("a log beside closed standard files", log_beside_closed_files);
    as_a_host("connections and logs take no standard file's place", nothing_takes_their_place);
    check_ledger("by_invoice.place.net", "10.50");
    as_a_host("nothing is written to the host's output", silent);
    as_a_host("no file descriptor to spare", few_descriptors);
    as_a_host("16 file descriptors", sixteen_descriptors);
    check_ledger("by_invoice.few.net", "10.50");
    as_a_host("a freed client leaves no descriptor", descriptors_come_back);
    if (a_comma_locale_is_here()) {
        as_a_host("a locale that writes 10,50", comma_for_decimals);
        check_ledger("by_invoice.comma.net", "10.50");
    } else {
        skip("no locale with decimal commas on this machine");
    }
    as_a_host("proxies and certificates in the environment change nothing", poisoned_environment);
    check_ledger("by_invoice.poisoned.net", "10.50");

    as_a_host("the host ends while a call is inside", leaving_in_the_middle);
    as_a_host("waiting for a slow bank costs nothing", waiting_costs_nothing);
    sandbox_reset();

    /* Sanitizers and debug builds need more stack for the same code; `run` says how much. */
    if (stacks == NULL || strcmp(stacks, "small") == 0) {
        as_a_host("hostile input on a stack of 16 KB", on_16_kb);
        as_a_host("hostile input on a stack of 32 KB", on_32_kb);
    }
    if (stacks == NULL || strcmp(stacks, "large") != 0) {
        as_a_host("hostile input on a stack of 64 KB", on_64_kb);
        as_a_host("memory stays as it is over 120,000 texts", memory_stays);
    }
    as_a_host("hostile input on a stack of 128 KB", on_128_kb);
    as_a_host("a payment on a stack of 256 KB", a_payment_on_256_kb);
    check_ledger("by_invoice.leaving.net", "10.50");
    return finish();
}
