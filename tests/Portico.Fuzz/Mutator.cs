using System.Text;

namespace Portico.Fuzz;

/// <summary>Makes new texts out of known ones. The same seed makes the same texts.</summary>
internal sealed class Mutator(IReadOnlyList<string> words, int seed)
{
    private const int LengthLimit = 4096;
    private const string Characters = "$#{}[]()'\"\\.,:;!?*+-/%&|<>= \n\t@_aZ09\u00e9\u2603\0";

    private readonly Random _random = new(seed);

    public string Next(IReadOnlyList<string> corpus)
    {
        var text = new StringBuilder(corpus[_random.Next(corpus.Count)]);
        for (var changes = _random.Next(1, 8); changes > 0; changes--)
            Change(text, corpus);

        return text.ToString(0, Math.Min(text.Length, LengthLimit));
    }

    private void Change(StringBuilder text, IReadOnlyList<string> corpus)
    {
        var at = _random.Next(text.Length + 1);
        var length = Math.Min(text.Length - at, _random.Next(1, 1 << _random.Next(1, 7)));
        switch (_random.Next(8))
        {
            case 0:
                text.Remove(at, length);
                break;

            case 1:
                text.Insert(at, text.ToString(at, length));
                break;

            case 2:
                text.Insert(at, Characters[_random.Next(Characters.Length)]);
                break;

            case 3 when at < text.Length:
                text[at] = Characters[_random.Next(Characters.Length)];
                break;

            case 4:
                // The beginning of one, the end of another.
                var other = corpus[_random.Next(corpus.Count)];
                text.Remove(at, text.Length - at).Append(other.AsSpan(_random.Next(other.Length + 1)));
                break;

            case 5:
                text.Insert(at, new string(Characters[_random.Next(Characters.Length)], _random.Next(1, 300)));
                break;

            default:
                text.Insert(at, words[_random.Next(words.Count)]);
                break;
        }
    }
}
