/*
 * What Visual C++ would make of the import library: linked by its linker's twin, without any C
 * library. The exit code is that of the interface.
 */
#include "cloudpayments.h"

int start(void);

int start(void)
{
    return cp_abi_version() == 1 && cp_status_name(CP_DECLINED)[0] == 'd' ? 0 : 1;
}
