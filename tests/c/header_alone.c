/*
 * Nothing but the header, twice: it must need no other, survive a second inclusion and, compiled
 * as C++, declare C functions.
 */
#include "cloudpayments.h"

#include "cloudpayments.h"

/* Used through pointers, so that a wrong or missing declaration is an error here. */
int(CP_CALL *header_abi_version)(void) = cp_abi_version;
cp_status(CP_CALL *header_charge)(cp_client *, const char *, char **) = cp_charge;

int main(void)
{
    cp_status status = CP_OK;
    switch (status) {
    case CP_OK:
    case CP_REQUIRES_ACTION:
    case CP_PENDING:
    case CP_REVERSING:
    case CP_DECLINED:
    case CP_REJECTED:
    case CP_UNAUTHORIZED:
    case CP_NOT_FOUND:
    case CP_NOT_SENT:
    case CP_UNKNOWN:
    case CP_NOT_PROCESSED:
    case CP_REVERSED:
    case CP_MANUAL_REVIEW:
    case CP_NO_ANSWER:
    case CP_INVALID_ARGUMENT:
    case CP_INVALID_REQUEST:
    case CP_INVALID_CONFIG:
    case CP_UNKNOWN_METHOD:
    case CP_IDEMPOTENCY_MISMATCH:
    case CP_INVOICE_BUSY:
    case CP_BAD_SIGNATURE:
    case CP_JOURNAL_UNAVAILABLE:
    case CP_INTERNAL:
        return header_abi_version == 0 || header_charge == 0;
    default:
        return 1;
    }
}
