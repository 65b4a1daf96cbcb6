using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: ComVisible(false)]
[assembly: InternalsVisibleTo("CloudPayments.Native.Tests")]
[assembly: InternalsVisibleTo("CloudPayments.Native.Generator")]
