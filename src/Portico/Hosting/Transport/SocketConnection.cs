using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Portico.Hosting.Transport;

/// <summary>One client's connection.</summary>
internal sealed class SocketConnection : ConnectionContext, IDuplexPipe
{
    private static long s_lastId;

    private readonly Socket _socket;
    private readonly CancellationTokenSource _closed = new();
    private readonly SocketReader _input;
    private readonly SocketWriter _output;
    private string? _id;
    private IFeatureCollection? _features;
    private IDictionary<object, object?>? _items;
    private int _isClosed;
    private int _isOver;

    internal SocketConnection(Socket socket)
    {
        _socket = socket;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = RemoteOf(socket);
        ConnectionClosed = _closed.Token;
        _input = new SocketReader(this, socket);
        _output = new SocketWriter(this, socket);
        Transport = this;
        if (LocalEndPoint is IPEndPoint) socket.NoDelay = true;
    }

    public override string ConnectionId
    {
        get => _id ??= Interlocked.Increment(ref s_lastId).ToString("X8", CultureInfo.InvariantCulture);
        set => _id = value;
    }

    public override IFeatureCollection Features => _features ??= new FeatureCollection();

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override IDuplexPipe Transport { get; set; }

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    /// <summary>Why the connection was broken off from this side, or null while it was not.</summary>
    internal ConnectionAbortedException? AbortReason { get; private set; }

    /// <summary>Breaks off with a reset, so that the client cannot take a part of an answer for the whole. Callable on any thread.</summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        AbortReason ??= abortReason;
        Close(reset: true);
    }

    public override ValueTask DisposeAsync()
    {
        Close(reset: false);
        _input.Dispose();
        _output.Complete();
        return base.DisposeAsync();
    }

    /// <summary>Tells those who wait for the end that there is nothing more to receive or to send.</summary>
    internal void NoteEnd()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0) return;

        // Not here: who waits may do anything, and this is called where a socket is read.
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection._closed.Cancel(), this, preferLocal: false);
    }

    private void Close(bool reset)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        if (reset)
        {
            _socket.Close(timeout: 0);
        }
        else
        {
            try
            {
                _socket.Shutdown(SocketShutdown.Both);
            }
            catch (SocketException)
            {
                // The client was faster.
            }

            _socket.Dispose();
        }

        NoteEnd();
    }

    private static EndPoint? RemoteOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint;
        }
        catch (SocketException)
        {
            // Gone already; the first read will say so.
            return null;
        }
    }
}
