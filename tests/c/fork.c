/*
 * A child of fork() must neither hang on a lock that another thread of its parent held, nor speak
 * over its parent's connections, nor lose the ability to take money with a client of its own.
 */
#define _DEFAULT_SOURCE
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 4
#define FORKS 40
#define GENERATIONS 20

static volatile sig_atomic_t stop;

struct busy {
    pthread_t thread;
    cp_client *client;
    int calls, wrong;
};

/* In and out of the library's locks as fast as it goes, and now and then on the wire. */
static void *keep_busy(void *argument)
{
    struct busy *busy = argument;
    int turn;
    for (turn = 0; !stop; turn++) {
        char *answer = NULL, *quoted = cp_json_quote("busy");
        cp_charge(busy->client, "{}", &answer);
        cp_free_string(answer);
        cp_free_string(quoted);
        if (turn % 16 == 0) {
            busy->calls++;
            busy->wrong += cp_test(busy->client, "{}", &answer) != CP_OK;
            cp_free_string(answer);
        }
        if (turn % 16 == 8) {
            cp_client *other = new_client("");
            cp_client_free(other);
        }
    }
    return NULL;
}

/* What is wrong in the child, as its exit code; 0 is well. No check(): its lock may be held. */
static int in_the_child(cp_client *old, char *old_text, int number, int charge)
{
    char *answer = NULL, *config, *request, *invoice;
    cp_client *fresh;
    int code;
    alarm(60);
    if (cp_charge(old, "{}", &answer) != CP_INVALID_ARGUMENT)
        return 1;
    if (!json_is(answer, "error.code", "forked_process") || !pure_ascii(answer))
        return 2;
    cp_free_string(answer);
    if (cp_test(old, "{}", &answer) != CP_INVALID_ARGUMENT)
        return 3;
    cp_free_string(answer);
    cp_client_free(old);
    cp_free_string(old_text);
    config = new_client_config("");
    fresh = cp_client_new(config, NULL);
    free(config);
    if (fresh == NULL)
        return 4;
    if (cp_charge(fresh, "{}", &answer) != CP_INVALID_REQUEST)
        return 5;
    cp_free_string(answer);
    if (cp_charge(old, "{}", &answer) != CP_INVALID_ARGUMENT)
        return 6;
    if (!json_is(answer, "error.code", "forked_process"))
        return 7;
    cp_free_string(answer);
    if (charge) {
        invoice = text("K-%d", number);
        request = payment(CARD_PAYS, invoice, "3.30", "");
        code = cp_charge(fresh, request, &answer);
        if (code != CP_OK) {
            fprintf(stderr, "%s\n", answer == NULL ? "(no answer)" : answer);
            return 8;
        }
        free(request);
        free(invoice);
        cp_free_string(answer);
    }
    cp_client_free(fresh);
    return 0;
}

/* By the system call itself: no fork handler runs in this child. */
static pid_t raw_fork(void)
{
    return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static int forked(pid_t (*make_child)(void), cp_client *client, int number, int charge)
{
    char *quoted = cp_json_quote("the parent's");
    int status = 0;
    pid_t child;
    fflush(NULL);
    child = make_child();
    if (child == 0)
        _exit(in_the_child(client, quoted, number, charge));
    waitpid(child, &status, 0);
    check(quoted != NULL && strcmp(quoted, "\"the parent's\"") == 0, "the parent's text is whole");
    cp_free_string(quoted);
    return status;
}

/* Each generation has a client of its own, and knows those of all before it for what they are. */
static int family(cp_client **older, int generation)
{
    char *answer = NULL;
    int index, status = 0;
    pid_t child;
    alarm(60);
    for (index = 0; index < generation; index++) {
        if (cp_charge(older[index], "{}", &answer) != CP_INVALID_ARGUMENT)
            return 1;
        if (!json_is(answer, "error.code", "forked_process"))
            return 2;
        cp_free_string(answer);
    }
    if (generation == GENERATIONS)
        return 0;
    older[generation] = new_client("");
    if (cp_charge(older[generation], "{}", &answer) != CP_INVALID_REQUEST)
        return 5;
    cp_free_string(answer);
    child = generation % 2 == 0 ? fork() : raw_fork();
    if (child == 0)
        _exit(family(older, generation + 1));
    waitpid(child, &status, 0);
    cp_client_free(older[generation]);
    return WIFSIGNALED(status) ? 9 : WEXITSTATUS(status);
}

/* A kernel that knows no MADV_WIPEONFORK: the process id must tell. */
static int on_an_old_kernel(void)
{
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_madvise, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MADV_WIPEONFORK, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program;
    cp_client *client;
    char *answer = NULL;
    int status;
    program.len = sizeof rules / sizeof *rules;
    program.filter = rules;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        return 9;
    client = new_client("");
    status = forked(fork, client, 0, 0);
    if (status == 0)
        status = forked(raw_fork, client, 0, 0);
    if (status != 0)
        return WIFSIGNALED(status) ? 9 : WEXITSTATUS(status);
    if (cp_charge(client, "{}", &answer) != CP_INVALID_REQUEST)
        return 5;
    cp_free_string(answer);
    cp_client_free(client);
    return 0;
}

static const char *verdict(int status)
{
    static const char *const wrong[] = {"is well",
                                        "could charge with its parent's client",
                                        "was not told forked_process",
                                        "could call with its parent's client",
                                        "got no client of its own",
                                        "got a client that does not work",
                                        "could use the old client beside its own",
                                        "was not told forked_process beside its own client",
                                        "could not charge"};
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGALRM ? "hung" : "was killed";
    return WEXITSTATUS(status) > 8 ? "failed" : wrong[WEXITSTATUS(status)];
}

int main(void)
{
    struct busy busy[THREADS];
    cp_client *client, *older[GENERATIONS];
    int index, status = 0, before, calls = 0, wrong = 0;
    sandbox_reset();

    /* Before the library is used here: it asks the kernel once. */
    fflush(NULL);
    status = fork();
    if (status == 0)
        _exit(on_an_old_kernel());
    waitpid(status, &status, 0);
    check(status == 0, "a child of a process on an old kernel %s", verdict(status));

    client = new_client("");
    free(expect(client, "test", "{}", CP_OK));

    status = forked(fork, client, 0, 1);
    check(status == 0, "a child of a quiet parent %s", verdict(status));
    check_ledger("by_invoice.K-0.net", "3.30");
    status = forked(raw_fork, client, FORKS + 1, 1);
    check(status == 0, "a child without fork handlers %s", verdict(status));
    check_ledger("by_invoice.K-41.net", "3.30");
    free(expect(client, "test", "{}", CP_OK));

    fflush(NULL);
    status = fork();
    if (status == 0)
        _exit(family(older, 0));
    waitpid(status, &status, 0);
    check(status == 0, "each of %d generations %s", GENERATIONS, verdict(status));

    for (index = 0; index < THREADS; index++) {
        busy[index].client = client;
        busy[index].calls = busy[index].wrong = 0;
        pthread_create(&busy[index].thread, NULL, keep_busy, &busy[index]);
    }
    for (index = 1; index <= FORKS; index++) {
        status = forked(fork, client, index, index % 8 == 0);
        check(status == 0, "child %d of a busy parent %s", index, verdict(status));
    }
    stop = 1;
    for (index = 0; index < THREADS; index++) {
        pthread_join(busy[index].thread, NULL);
        calls += busy[index].calls;
        wrong += busy[index].wrong;
    }
    check(calls > 0 && wrong == 0, "%d calls of the parent went on beside %d children, %d failed",
          calls, FORKS, wrong);
    for (index = 8; index <= FORKS; index += 8) {
        char *net = text("by_invoice.K-%d.net", index);
        check_ledger(net, "3.30");
        free(net);
    }

    /* The parent is none the worse. */
    before = sandbox_requests("test");
    free(expect(client, "test", "{}", CP_OK));
    check(sandbox_requests("test") == before + 1, "the parent's client still works");
    cp_client_free(client);
    return finish();
}
