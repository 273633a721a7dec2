using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Tests.Invocations;

public sealed class HeaderListTests
{
    [Fact]
    public void Set_replaces_every_line_of_the_name_whatever_its_case()
    {
        var headers = new HeaderList();
        headers.Add("X-A", "1");
        headers.Add("B", "2");
        headers.Add("x-a", "3");

        headers.Set("x-A", "4");

        Assert.Equal([("x-A", "4"), ("B", "2")], headers.Lines.ToArray());
    }

    [Fact]
    public void Last_and_joined_read_repeated_lines()
    {
        var headers = new HeaderList();
        for (var number = 0; number < 40; number++) headers.Add("N", $"{number}");

        Assert.Equal("39", headers.Last("n"));
        Assert.StartsWith("0,1,2,", headers.Joined("n"), StringComparison.Ordinal);
        Assert.Null(headers.Joined("other"));
    }
}
