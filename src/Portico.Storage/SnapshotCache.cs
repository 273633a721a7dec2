using Portico.Model.Rest;

namespace Portico.Storage;

/// <summary>
/// The few snapshots used last. Keyed by the <see cref="Deployment"/> record itself, not by its id: a deployment that was deleted and made again
/// under the same id is another record, so nothing here ever goes stale.
/// </summary>
internal sealed class SnapshotCache(int capacity)
{
    private readonly Lock _sync = new();
    private readonly LinkedList<(Deployment Deployment, DeploymentSnapshot Snapshot)> _newestFirst = new();

    public DeploymentSnapshot? Find(Deployment deployment)
    {
        lock (_sync)
        {
            for (var node = _newestFirst.First; node is not null; node = node.Next)
            {
                if (!ReferenceEquals(node.Value.Deployment, deployment)) continue;
                _newestFirst.Remove(node);
                _newestFirst.AddFirst(node);
                return node.Value.Snapshot;
            }
        }

        return null;
    }

    public void Add(Deployment deployment, DeploymentSnapshot snapshot)
    {
        lock (_sync)
        {
            _newestFirst.AddFirst((deployment, snapshot));
            if (_newestFirst.Count > capacity) _newestFirst.RemoveLast();
        }
    }
}
