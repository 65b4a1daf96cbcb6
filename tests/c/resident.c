/*
 * A host that loads the library like a plug-in and unloads it again and again. It stays where it
 * is: threads of the host may be inside, or carry thread-local remains of it.
 *
 * Not linked against the library; argv[1] is its file.
 */
#define _POSIX_C_SOURCE 200809L

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int (*version_function)(void);
typedef char *(*quote_function)(const char *);
typedef void (*free_function)(char *);

static int passed, failed;

static void check(int good, const char *what)
{
    printf("%s %s\n", good ? "ok  " : "FAIL", what);
    if (good)
        passed++;
    else
        failed++;
}

/* ISO C has no way from a data pointer to a function; POSIX promises that the bytes are the same.
 */
static void find(void *library, const char *name, void *function, size_t size)
{
    void *found = dlsym(library, name);
    memcpy(function, &found, size);
}

static int mappings(const char *name)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[4096];
    int count = 0;
    if (maps == NULL)
        return -1;
    while (fgets(line, sizeof line, maps) != NULL)
        count += strstr(line, name) != NULL;
    fclose(maps);
    return count;
}

static const char *path;

/* Leaves a thread behind that used the library, after the library was closed. */
static void *use_and_close(void *argument)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    quote_function quote;
    free_function release;
    char *quoted;
    (void)argument;
    if (library == NULL)
        return NULL;
    find(library, "cp_json_quote", &quote, sizeof quote);
    find(library, "cp_free_string", &release, sizeof release);
    quoted = quote("text");
    release(quoted);
    dlclose(library);
    return &passed;
}

int main(int count, char **arguments)
{
    version_function version = NULL;
    void *library = NULL;
    int turn, before, good = 1;
    if (count != 2) {
        fputs("usage: resident FILE\n", stderr);
        return 2;
    }
    path = arguments[1];
    for (turn = 0; turn < 100 && good; turn++) {
        library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        if (library == NULL)
            fprintf(stderr, "%s\n", dlerror());
        good = library != NULL;
        if (good) {
            find(library, "cp_abi_version", &version, sizeof version);
            good = version != NULL && version() == 1;
            dlclose(library);
        }
    }
    check(good, "loaded and unloaded 100 times");
    before = mappings("libcloudpayments");
    check(before > 0, "it stays resident");
    if (before <= 0) /* calling into what is gone would end us */
        return 1;
    check(version != NULL && version() == 1, "a function of it works after the last dlclose");
    for (turn = 0, good = 1; turn < 20; turn++) {
        pthread_t thread;
        void *result = NULL;
        pthread_create(&thread, NULL, use_and_close, NULL);
        pthread_join(thread, &result);
        good = good && result != NULL;
    }
    check(good, "20 threads used it, closed it and ended");
    check(mappings("libcloudpayments") == before, "there is one copy of it all the time");
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
