using System;
using System.Threading;
using System.Threading.Tasks;

namespace CloudPayments.Native
{
    /// <summary>Takes money through CloudPayments. One client serves any number of threads.</summary>
    /// <remarks>
    /// A method returns its <see cref="Reply"/> when the status is Ok, RequiresAction, Pending or Reversing, and throws a
    /// <see cref="CloudPaymentsException"/> otherwise.
    /// </remarks>
    public sealed partial class CloudPaymentsClient : IDisposable
    {
        private readonly ClientHandle handle;

        /// <summary>Makes a client; throws <see cref="InvalidConfigException"/> naming the option that is wrong.</summary>
        public CloudPaymentsClient(ClientOptions options)
        {
            if (options == null)
            {
                throw new ArgumentNullException("options");
            }

            byte[] config = Utf8.ToNative(options.ToJson().ToJson(), "An option");
            CloudPaymentsLibrary.EnsureLoaded();
            IntPtr answer = IntPtr.Zero;
            string text;
            try
            {
                handle = NativeMethods.cp_client_new(config, out answer);
                text = Utf8.FromNative(answer);
            }
            finally
            {
                NativeMethods.cp_free_string(answer);
                Array.Clear(config, 0, config.Length);
            }

            if (handle.IsInvalid)
            {
                handle.Dispose();
                throw Refused(text);
            }
        }

        /// <summary>
        /// Frees the client. Calls that run in other threads finish normally; later ones throw
        /// <see cref="ObjectDisposedException"/>.
        /// </summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        /// <summary>Calls a method by its name: <c>Call("charge", new JsonObject { { "Amount", 10.50m } })</c>.</summary>
        public Reply Call(string method, JsonObject request)
        {
            return Checked(CallRaw(method, request == null ? null : request.ToJson()));
        }

        /// <summary>Calls a method by its name; see <see cref="Call"/> and, about cancelling, the README.</summary>
        public Task<Reply> CallAsync(string method, JsonObject request, CancellationToken cancellationToken = default(CancellationToken))
        {
            // A copy that the caller cannot change while the call runs, with a name to interrupt it by.
            JsonObject copy = CopyOf(request);
            string id = cancellationToken.CanBeCanceled ? InterruptibleBy(method, copy) : null;
            byte[] name = MethodName(method);
            byte[] json = Utf8.ToNative(copy.ToJson(), "The request");
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<Reply>(cancellationToken);
            }

            // A thread of its own: the call blocks for up to its time limit, and a pool that is full of such
            // calls would starve the program. No await and no captured context: waiting for the task on a UI
            // or ASP.NET thread cannot deadlock.
            return Task.Factory.StartNew(
                () => Checked(Invoke(name, json, id, cancellationToken)),
                cancellationToken,
                TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Default);
        }

        /// <summary>
        /// The C function as it is: JSON text in, the answer out, whatever its status. Nothing is thrown for a decline.
        /// </summary>
        public Reply CallRaw(string method, string requestJson)
        {
            byte[] name = MethodName(method);
            byte[] json = Utf8.ToNative(requestJson ?? string.Empty, "The request");
            return Invoke(name, json, null, CancellationToken.None);
        }

        private static Reply Checked(Reply reply)
        {
            CloudPaymentsException error = CloudPaymentsException.Of(reply);
            if (error != null)
            {
                throw error;
            }

            return reply;
        }

        private static JsonObject CopyOf(JsonObject request)
        {
            JsonObject copy = new JsonObject();
            if (request != null)
            {
                foreach (var member in request)
                {
                    copy[member.Key] = member.Value;
                }
            }

            return copy;
        }

        private static CloudPaymentsException Refused(string answer)
        {
            Reply reply = Reply.From((int)Status.Internal, answer, null);
            long? status = Reply.Number(reply.Json, "status");
            if (status != null)
            {
                reply = Reply.From((int)status.Value, answer, null);
            }

            return CloudPaymentsException.Of(reply) ?? new InternalErrorException(reply);
        }

        private static byte[] MethodName(string method)
        {
            if (method == null)
            {
                throw new ArgumentNullException("method");
            }

            return Utf8.ToNative(method, "The method");
        }

        /// <summary>
        /// The name to interrupt a call by, made and written into the request where the caller gave none; null for a
        /// call that cannot be interrupted.
        /// </summary>
        private static string InterruptibleBy(string method, JsonObject request)
        {
            CloudPaymentsLibrary.EnsureLoaded();
            string effect = CloudPaymentsLibrary.Effect(method ?? string.Empty);
            if (effect == null || effect == "local")
            {
                return null;
            }

            JsonValue given = request["request_id"] ?? JsonNull.Value;
            if (given.Kind != JsonKind.Null)
            {
                return Reply.Text(request, "request_id");
            }

            // For these it is the name of the payment that is asked about: one of our making would change the question.
            if (method == "resolve" || method == "reverse")
            {
                return null;
            }

            string made = Guid.NewGuid().ToString("N");
            request["request_id"] = made;
            return made;
        }

        private Reply Send(string method, MethodRequest request)
        {
            return Call(method, request == null ? null : request.ToJson());
        }

        private Task<Reply> SendAsync(string method, MethodRequest request, CancellationToken cancellationToken)
        {
            return CallAsync(method, request == null ? null : request.ToJson(), cancellationToken);
        }

        private Reply Invoke(byte[] method, byte[] requestJson, string requestId, CancellationToken cancellationToken)
        {
            bool held = false;
            IntPtr answer = IntPtr.Zero;
            try
            {
                // Held for the whole call: a Dispose in another thread frees the client after the call, not under it.
                Hold(ref held);
                int status;
                using (Interruption.Of(this, requestId, cancellationToken))
                {
                    // The last moment at which cancelling means "nothing happened".
                    cancellationToken.ThrowIfCancellationRequested();
                    status = NativeMethods.cp_call(handle.DangerousGetHandle(), method, requestJson, out answer);
                }

                return Reply.From(status, Utf8.FromNative(answer), requestId);
            }
            finally
            {
                NativeMethods.cp_free_string(answer);

                // Cryptograms pass through here; they need not lie about in memory.
                Array.Clear(requestJson, 0, requestJson.Length);
                if (held)
                {
                    handle.DangerousRelease();
                }
            }
        }

        private void Hold(ref bool held)
        {
            if (handle.IsClosed)
            {
                throw new ObjectDisposedException("CloudPaymentsClient");
            }

            handle.DangerousAddRef(ref held);
        }

        /// <summary>Turns a cancelled token into <c>interrupt</c> calls, until the running call has returned.</summary>
        private sealed class Interruption : IDisposable
        {
            private readonly IntPtr client;
            private readonly byte[] request;
            private readonly object gate = new object();
            private CancellationTokenRegistration registration;
            private bool returned;

            private Interruption(IntPtr client, string requestId)
            {
                this.client = client;
                request = Utf8.ToNative(new JsonObject { { "request_id", requestId } }.ToJson(), "The request id");
            }

            /// <summary>Null where there is nothing to interrupt; <c>using</c> takes that well.</summary>
            internal static Interruption Of(CloudPaymentsClient owner, string requestId, CancellationToken cancellationToken)
            {
                if (requestId == null || !cancellationToken.CanBeCanceled)
                {
                    return null;
                }

                Interruption interruption = new Interruption(owner.handle.DangerousGetHandle(), requestId);

                // Not on the cancelling thread: Cancel() runs its callbacks in place, and that may be a UI thread.
                interruption.registration = cancellationToken.Register(
                    () => Task.Factory.StartNew(
                        interruption.Run,
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                        TaskScheduler.Default));
                return interruption;
            }

            public void Dispose()
            {
                lock (gate)
                {
                    returned = true;
                    Monitor.PulseAll(gate);
                }

                registration.Dispose();
            }

            private void Run()
            {
                byte[] interrupt = Utf8.ToNative("interrupt", "The method");
                int pause = 1;
                lock (gate)
                {
                    // The library may not know the call yet, so "not found" is asked again. The lock keeps the
                    // client alive: the call cannot let go of it while an interrupt is under way.
                    while (!returned)
                    {
                        IntPtr answer = IntPtr.Zero;
                        int status;
                        try
                        {
                            status = NativeMethods.cp_call(client, interrupt, request, out answer);
                        }
                        finally
                        {
                            NativeMethods.cp_free_string(answer);
                        }

                        if (status != (int)Status.NotFound)
                        {
                            return;
                        }

                        Monitor.Wait(gate, pause);
                        pause = Math.Min(pause * 2, 100);
                    }
                }
            }
        }
    }
}
