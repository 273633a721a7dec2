using System.Text.RegularExpressions;
using Portico.DataPlane.Mapping;

namespace Portico.DataPlane.Tests.Mapping;

public sealed class ResponseSelectorTests
{
    [Theory]
    [InlineData(200, 200)]
    [InlineData(404, 404)]
    [InlineData(418, 400)]
    [InlineData(500, 200)]
    [InlineData(599, 200)]
    [InlineData(700, 200)]
    public void The_first_pattern_by_ascending_status_wins_then_the_default(int status, int expected)
    {
        var selector = new ResponseSelector([Mapping(404, "404"), Mapping(200, null), Mapping(400, "4(1\\d|0[0-3])")]);

        Assert.Equal(expected, selector.ForStatus(status)?.Status);
        Assert.Equal(expected, selector.ForStatus(status)?.Status);
    }

    [Fact]
    public void Without_a_default_a_status_may_have_no_response() => Assert.Null(new ResponseSelector([Mapping(200, "2\\d{2}")]).ForStatus(500));

    [Theory]
    [InlineData("Error: gone", true)]
    [InlineData("An Error: gone", false)]
    [InlineData("Error: two\nlines", false)]
    public void A_pattern_must_match_the_whole_text(string text, bool matches)
    {
        var selector = new ResponseSelector([Mapping(400, "Error.*")]);

        Assert.Equal(matches, selector.ForText(text) is not null);
    }

    private static ResponseMapping Mapping(int status, string? pattern) => new()
    {
        Status = status,
        SelectionPattern = pattern is null ? null : new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking),
    };
}
