using System.Collections.Immutable;
using Portico.State.Traffic;

namespace Portico.DataPlane.Traffic;

/// <summary>A key in a plan: one row of an <see cref="ApiKeyTable"/>.</summary>
/// <param name="Value">What callers send.</param>
/// <param name="Plan">What it opens.</param>
/// <param name="Counter">What it has used; stays the same from table to table.</param>
public readonly record struct ApiKeyMember(string Value, CompiledUsagePlan Plan, CallerCounter Counter);

/// <summary>
/// Every API key that is in a plan, by its value. Immutable: a change of a key or plan makes another table, which is exchanged whole.
/// Finding a key allocates nothing, however many there are, and leaves nothing behind when there is none.
/// </summary>
public sealed class ApiKeyTable
{
    /// <summary>AWS's bounds of a key's length: what is shorter or longer is no key and is not even hashed.</summary>
    private const int MinLength = 20;

    private const int MaxLength = 128;

    private readonly ApiKeyMember[] _members;

    // Open addressing over one and a half times as many places: the position of a key's first member and one, or zero.
    private readonly int[] _places;

    private ApiKeyTable(ApiKeyMember[] members)
    {
        _members = members;
        _places = new int[members.Length + members.Length / 2 + 1];
        for (var index = 0; index < members.Length; index++)
        {
            if (index > 0 && string.Equals(members[index - 1].Value, members[index].Value, StringComparison.Ordinal)) continue;
            var place = PlaceOf(members[index].Value);
            while (_places[place] != 0) place = Next(place);
            _places[place] = index + 1;
        }
    }

    public static ApiKeyTable Empty { get; } = new([]);

    /// <summary>A table of these members, in any order.</summary>
    /// <param name="members">Handed over: the table keeps the array, and nobody else may use it any more.</param>
    public static ApiKeyTable Of(ApiKeyMember[] members)
    {
        Array.Sort(members, static (a, b) => string.CompareOrdinal(a.Value, b.Value));
        return members.Length == 0 ? Empty : new ApiKeyTable(members);
    }

    public ImmutableArray<ApiKeyMember> Members => System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(_members);

    /// <summary>What a key may do at a stage.</summary>
    /// <param name="value">As the caller sent it.</param>
    /// <param name="apiStage">The stage, by <see cref="ApiStages.Name"/>.</param>
    /// <param name="stage">What the key's plan grants there.</param>
    /// <param name="counter">What the key has used of the plan.</param>
    /// <returns>False when there is no such key, or none of its plans has the stage, or it is disabled.</returns>
    public bool TryFind(string value, string apiStage, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CompiledPlanStage? stage, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CallerCounter? counter)
    {
        stage = null;
        counter = null;
        if (value.Length is < MinLength or > MaxLength) return false;
        for (var place = PlaceOf(value); _places[place] != 0; place = Next(place))
        {
            var index = _places[place] - 1;
            if (!string.Equals(_members[index].Value, value, StringComparison.Ordinal)) continue;

            // A key has one plan for a stage; its members stand beside each other.
            for (; index < _members.Length; index++)
            {
                ref readonly var member = ref _members[index];
                if (!ReferenceEquals(member.Value, _members[_places[place] - 1].Value) && !string.Equals(member.Value, value, StringComparison.Ordinal)) return false;
                if (!member.Plan.Stages.TryGetValue(apiStage, out stage)) continue;
                counter = member.Counter;
                return true;
            }

            return false;
        }

        return false;
    }

    /// <summary>Why a key that <see cref="TryFind"/> does not find opens nothing at a stage. As cheap as that.</summary>
    public ApiKeyStanding StandingOf(string value, out string? apiKeyId)
    {
        apiKeyId = null;
        if (value.Length is < MinLength or > MaxLength) return ApiKeyStanding.Unknown;
        for (var place = PlaceOf(value); _places[place] != 0; place = Next(place))
        {
            ref readonly var member = ref _members[_places[place] - 1];
            if (!string.Equals(member.Value, value, StringComparison.Ordinal)) continue;
            apiKeyId = member.Counter.ApiKeyId;
            return member.Plan.IsClosed ? ApiKeyStanding.Disabled : ApiKeyStanding.NotForTheStage;
        }

        return ApiKeyStanding.Unknown;
    }

    // Strings hash with a secret of the process: nobody can choose keys that meet.
    private int PlaceOf(string value) => (int)(((ulong)(uint)value.GetHashCode(StringComparison.Ordinal) * (ulong)_places.Length) >> 32);

    private int Next(int place) => place + 1 == _places.Length ? 0 : place + 1;
}
