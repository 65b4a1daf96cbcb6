/*
 * Wrong on purpose: hands the library a text without its end. Only a library that is itself under
 * the sanitizer (or valgrind) is caught reading past it.
 */
#include "cloudpayments.h"

#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *memory = malloc(64);
    if (memory == NULL)
        return 0;
    memset(memory, 'a', 64);
    cp_free_string(cp_json_quote(memory));
    free(memory);
    return 0;
}
