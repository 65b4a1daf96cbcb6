using System;

namespace CloudPayments.Native.Tests
{
    /// <summary>A test failed; the message says what was expected.</summary>
    internal sealed class CheckFailed : Exception
    {
        internal CheckFailed(string message)
            : base(message)
        {
        }
    }

    internal static class Check
    {
        internal static void That(bool condition, string what)
        {
            if (!condition)
            {
                throw new CheckFailed(what);
            }
        }

        internal static void Equal<T>(T expected, T found)
        {
            if (!Equals(expected, found))
            {
                throw new CheckFailed("expected <" + expected + ">, found <" + found + ">");
            }
        }

        internal static void Contains(string part, string whole)
        {
            That(whole != null && whole.Contains(part), "expected <" + part + "> in <" + whole + ">");
        }

        internal static T Throws<T>(Action action)
            where T : Exception
        {
            try
            {
                action();
            }
            catch (T error)
            {
                // Exactly this one: the base class would hide a wrong exception.
                Equal(typeof(T), error.GetType());
                return error;
            }
            catch (AggregateException error)
            {
                T inner = error.InnerException as T;
                That(inner != null, "expected " + typeof(T).Name + ", found " + error.InnerException);
                return inner;
            }

            throw new CheckFailed("expected " + typeof(T).Name + ", but nothing was thrown");
        }
    }
}
