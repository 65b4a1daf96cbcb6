/*
 * Wrong on purpose: reads past the end of its memory. A mode that lets this pass checks nothing.
 */
#include "cloudpayments.h"

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    /* volatile, or the compiler would refuse to build this */
    char *volatile memory = malloc(100);
    volatile size_t end = 100;
    if (memory == NULL || cp_abi_version() != 1)
        return 0;
    memory[0] = 'x';
    printf("%d\n", memory[end] == memory[0]);
    free(memory);
    return 0;
}
