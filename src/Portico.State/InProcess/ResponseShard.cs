using System.Runtime.InteropServices;
using Portico.State.Caching;

namespace Portico.State.InProcess;

/// <summary>
/// A part of a cache: answers one behind the other in a ring of bytes, which the garbage collector neither looks into nor moves. The oldest goes
/// first, unless somebody asked for it since it was put there: then it goes to the front once more.
/// </summary>
/// <remarks>
/// Invariant: from <c>_tail</c> to <c>_head</c>, around the end where the head is behind the tail, lie <c>_used</c> bytes of entries, each
/// with its size first, sizes multiples of eight. What is dead keeps its bytes until the tail has passed it.
/// </remarks>
internal sealed class ResponseShard(InProcessResponseCaches engine, SealedResponses seals, int capacityBytes, int recentSlots) : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    // What goes to the front again in one call: beyond it, whatever is oldest goes, so that no call takes long.
    private const int MostMoved = 64;

    // Larger answers are made out of their bytes for each request.
    private const int RecentBytes = 16 * 1024;
    private const int Nothing = -1;

    private static readonly int HeadBytes = Marshal.SizeOf<EntryHead>();

    private readonly Lock _lock = new();
    private readonly (long Id, CachedResponse? Response)[] _recent = new (long, CachedResponse?)[recentSlots];
    private byte[] _ring = [];
    private int[] _buckets = Emptied(256);
    private int _head;
    private int _tail;
    private int _used;
    private int _count;
    private long _live;
    private long _lastId;

    internal long Bytes => Volatile.Read(ref _live);

    internal int Count => Volatile.Read(ref _count);

    internal CachedResponse? Find(int hash, ReadOnlySpan<char> key, long utcTicks)
    {
        byte[] bytes;
        bool isSealed;
        lock (_lock)
        {
            var at = IndexOf(hash, key);
            if (at == Nothing) return null;
            ref var head = ref HeadAt(at);
            if (head.ExpiresAt <= utcTicks)
            {
                Kill(at);
                return null;
            }

            head.WasAskedFor = 1;
            ref var recent = ref _recent[(int)((ulong)head.Id % (ulong)_recent.Length)];
            if (recent.Id == head.Id) return recent.Response;
            var content = _ring.AsSpan(at + HeadBytes + (2 * head.KeyLength), head.ContentBytes);
            isSealed = head.IsSealed != 0;
            if (!isSealed)
            {
                var response = ResponseBytes.Read(content);
                if (content.Length <= RecentBytes) recent = (head.Id, response);
                return response;
            }

            bytes = content.ToArray();
        }

        return seals.Open(bytes);
    }

    internal void Store(int hash, string key, byte[] content, bool isSealed, long utcTicks, long expiresAt)
    {
        var size = (HeadBytes + (2L * key.Length) + content.Length + 7) & ~7L;
        lock (_lock)
        {
            if (IndexOf(hash, key) is var old and not Nothing) Kill(old);
            if (size > capacityBytes || !TryMakeRoom((int)size, utcTicks)) return;
            var at = Append((int)size);
            HeadAt(at) = new EntryHead
            {
                Size = (int)size, Hash = hash, KeyLength = key.Length, ContentBytes = content.Length, ExpiresAt = expiresAt, Id = ++_lastId, IsLive = 1, IsSealed = isSealed ? (byte)1 : (byte)0,
            };
            MemoryMarshal.AsBytes(key.AsSpan()).CopyTo(_ring.AsSpan(at + HeadBytes));
            content.CopyTo(_ring.AsSpan(at + HeadBytes + (2 * key.Length)));
            _count++;
            _live += size;
            if (_count > _buckets.Length) Rehash();
            Link(at);
        }
    }

    internal void Sweep(long utcTicks)
    {
        lock (_lock)
        {
            foreach (var first in _buckets)
            {
                for (var at = first; at != Nothing;)
                {
                    var next = HeadAt(at).Next;
                    if (HeadAt(at).ExpiresAt <= utcTicks) Kill(at);
                    at = next;
                }
            }

            if (_count == 0) Reset();
        }
    }

    internal void Clear()
    {
        lock (_lock) Reset();
    }

    public void Dispose() => Clear();

    private void Reset()
    {
        engine.GiveBack(_ring.Length);
        _ring = [];
        _buckets = Emptied(256);
        Array.Clear(_recent);
        (_head, _tail, _used, _count, _live) = (0, 0, 0, 0, 0);
    }

    // Leaves so many bytes free in one piece at the head.
    private bool TryMakeRoom(int size, long utcTicks)
    {
        var moved = 0;
        while (true)
        {
            if (_used == 0) (_head, _tail) = (0, 0);
            if (_tail < _head || _used == 0)
            {
                if (_ring.Length - _head >= size || TryGrow(_head + size)) return true;
                if (_used == 0) return false;

                // The rest of the ring is left out, and the head goes on at its beginning.
                if (_head < _ring.Length)
                {
                    var rest = _ring.Length - _head;
                    SizeAt(_head) = -rest;
                    _used += rest;
                }

                _head = 0;
            }
            else if (_tail - _head >= size)
            {
                return true;
            }
            else
            {
                PassOldest(utcTicks, ref moved);
            }
        }
    }

    private void PassOldest(long utcTicks, ref int moved)
    {
        var at = _tail;
        var size = SizeAt(at);
        if (size < 0)
        {
            Pass(-size);
            return;
        }

        ref var head = ref HeadAt(at);
        if (head.IsLive == 0)
        {
            Pass(size);
            return;
        }

        if (head.WasAskedFor == 0 || head.ExpiresAt <= utcTicks || moved >= MostMoved)
        {
            Kill(at);
            Pass(size);
            return;
        }

        // There is room: the head stands at the tail or before it, and the tail moves on by as much.
        moved++;
        head.WasAskedFor = 0;
        Unlink(at);
        var bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(size);
        _ring.AsSpan(at, size).CopyTo(bytes);
        Pass(size);
        var to = Append(size);
        bytes.AsSpan(0, size).CopyTo(_ring.AsSpan(to));
        System.Buffers.ArrayPool<byte>.Shared.Return(bytes);
        Link(to);
    }

    private void Pass(int size)
    {
        _tail += size;
        _used -= size;
        if (_tail == _ring.Length) _tail = 0;
    }

    private int Append(int size)
    {
        var at = _head;
        _head += size;
        _used += size;
        return at;
    }

    private bool TryGrow(int needed)
    {
        if (needed > capacityBytes) return false;
        var length = (int)Math.Min(capacityBytes, Math.Max(Math.Max(2L * _ring.Length, FirstBytes), (needed + 7L) & ~7L));
        if (!engine.TryTake(length - _ring.Length)) return false;
        Array.Resize(ref _ring, length);
        return true;
    }

    private int IndexOf(int hash, ReadOnlySpan<char> key)
    {
        for (var at = _buckets[(uint)hash % (uint)_buckets.Length]; at != Nothing;)
        {
            ref var head = ref HeadAt(at);
            if (head.Hash == hash && MemoryMarshal.Cast<byte, char>(_ring.AsSpan(at + HeadBytes, 2 * head.KeyLength)).SequenceEqual(key)) return at;
            at = head.Next;
        }

        return Nothing;
    }

    private void Kill(int at)
    {
        ref var head = ref HeadAt(at);
        head.IsLive = 0;
        _live -= head.Size;
        _count--;
        ref var recent = ref _recent[(int)((ulong)head.Id % (ulong)_recent.Length)];
        if (recent.Id == head.Id) recent = default;
        Unlink(at);
    }

    private void Link(int at)
    {
        ref var first = ref _buckets[(uint)HeadAt(at).Hash % (uint)_buckets.Length];
        HeadAt(at).Next = first;
        first = at;
    }

    private void Unlink(int at)
    {
        ref var link = ref _buckets[(uint)HeadAt(at).Hash % (uint)_buckets.Length];
        while (link != at) link = ref HeadAt(link).Next;
        link = HeadAt(at).Next;
    }

    private void Rehash()
    {
        var before = _buckets;
        _buckets = Emptied(before.Length * 2);
        foreach (var first in before)
        {
            for (var at = first; at != Nothing;)
            {
                var next = HeadAt(at).Next;
                Link(at);
                at = next;
            }
        }
    }

    private ref EntryHead HeadAt(int at) => ref MemoryMarshal.AsRef<EntryHead>(_ring.AsSpan(at, HeadBytes));

    private ref int SizeAt(int at) => ref MemoryMarshal.AsRef<int>(_ring.AsSpan(at, sizeof(int)));

    private static int[] Emptied(int length)
    {
        var buckets = new int[length];
        Array.Fill(buckets, Nothing);
        return buckets;
    }

    private struct EntryHead
    {
        internal int Size;
        internal int Hash;
        internal int Next;
        internal int KeyLength;
        internal int ContentBytes;
        internal byte IsLive;
        internal byte WasAskedFor;
        internal byte IsSealed;
        internal long ExpiresAt;
        internal long Id;
    }
}
