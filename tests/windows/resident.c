/*
 * A host that loads the library like a plug-in, and frees it more often than not. Once used it
 * stays where it is: threads of the host may be inside, or carry thread-local remains of it.
 *
 * Not linked against the library; the .dll lies beside this program.
 */
#include <stdio.h>
#include <windows.h>

#define LIBRARY "cloudpayments.dll"

typedef char *(__cdecl *quote_function)(const char *);
typedef void(__cdecl *free_function)(char *);

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
static void find(HMODULE library, const char *name, void *function)
{
    FARPROC found = GetProcAddress(library, name);
    memcpy(function, &found, sizeof found);
}

static DWORD WINAPI use_and_free(LPVOID argument)
{
    HMODULE library = LoadLibraryA(LIBRARY);
    quote_function quote = NULL;
    free_function release = NULL;
    char *quoted;
    (void)argument;
    if (library == NULL)
        return 1;
    find(library, "cp_json_quote", &quote);
    find(library, "cp_free_string", &release);
    if (quote == NULL || release == NULL)
        return 2;
    quoted = quote("text");
    release(quoted);
    return FreeLibrary(library) ? 0 : 3;
}

int main(void)
{
    HMODULE library;
    quote_function quote = NULL;
    free_function release = NULL;
    char *quoted;
    int turn, good = 1;
    for (turn = 0; turn < 100 && good; turn++) {
        library = LoadLibraryA(LIBRARY);
        good = library != NULL && FreeLibrary(library);
    }
    check(good, "loaded and freed 100 times");
    check(GetModuleHandleA(LIBRARY) == NULL, "unused, it goes");

    for (turn = 0, good = 1; turn < 20 && good; turn++) {
        DWORD code = 9;
        HANDLE thread = CreateThread(NULL, 0, use_and_free, NULL, 0, NULL);
        good = thread != NULL && WaitForSingleObject(thread, 60000) == WAIT_OBJECT_0 &&
               GetExitCodeThread(thread, &code) && code == 0;
        CloseHandle(thread);
    }
    check(good, "20 threads used it, freed it and ended");
    library = GetModuleHandleA(LIBRARY);
    check(library != NULL, "used, it stays");
    if (library == NULL) /* calling into what is gone would end us */
        return 1;
    find(library, "cp_json_quote", &quote);
    find(library, "cp_free_string", &release);
    quoted = quote("text");
    check(quoted != NULL && strcmp(quoted, "\"text\"") == 0, "it works after the last FreeLibrary");
    release(quoted);
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
