using System;
using System.IO;

namespace CloudPayments.Native.Tests
{
    /// <summary>Files of the repository, found upwards from where the tests were built.</summary>
    internal static class Repository
    {
        internal static string PathOf(string relative)
        {
            DirectoryInfo folder = new DirectoryInfo(AppDomain.CurrentDomain.BaseDirectory);
            while (folder != null && !File.Exists(Path.Combine(folder.FullName, "bindings/csharp/build")))
            {
                folder = folder.Parent;
            }

            Check.That(folder != null, "the tests must be built inside the repository");
            return Path.Combine(folder.FullName, relative);
        }

        internal static string Read(string relative)
        {
            return File.ReadAllText(PathOf(relative));
        }
    }
}
