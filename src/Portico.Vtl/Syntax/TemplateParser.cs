using System.Globalization;
using System.Text;
using Portico.Vtl.Binding;
using Portico.Vtl.Syntax.Expressions;
using Portico.Vtl.Syntax.Statements;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax;

/// <summary>
/// Velocity 1.7's grammar. It looks ahead exactly as far as Velocity does, because what was read ahead has already moved the state of the
/// reader of tokens; hence <c>$a.b(</c> at the end of a template is a reference and a parenthesis.
/// </summary>
/// <param name="offsetOf">From an offset in <paramref name="source"/> to one in the template that the author wrote.</param>
internal sealed class TemplateParser(
    string source, Func<int, int> offsetOf, SlotTable slots, Dictionary<string, MacroDefinition> macros, IVtlBinder? binder, int depth = 0)
{
    private const int DepthLimit = 200;

    private readonly TokenReader _reader = new(source);
    private Token _last = new(TokenKind.None, 0, 0, "", "", 0);
    private int _depth = depth;

    /// <summary>What Velocity notices only when it prepares the first rendering: a directive without its arguments.</summary>
    public (int Offset, string Message)? InitFailure { get; private set; }

    /// <summary>The directives beside <c>#set</c>, <c>#if</c> and <c>#foreach</c> that stand in the template, without <c>#</c>.</summary>
    public SortedSet<string> Directives { get; } = new(StringComparer.Ordinal);

    private TokenKind Kind => Peek(1).Kind;

    public Block Parse()
    {
        try
        {
            var statements = Statements();
            if (Kind == TokenKind.EndOfFile)
                return new Block(statements);

            throw Fail(Peek(1), Kind switch
            {
                TokenKind.End => "#end closes nothing",
                TokenKind.Else => "#else stands outside of #if",
                TokenKind.ElseIf => "#elseif stands outside of #if",
                _ => $"'{Shown(Peek(1))}' cannot stand here",
            });
        }
        catch (ParseFailure failure) when (failure.Offset >= 0)
        {
            // Negative once it is an offset in the author's text, so that outer parsers hand it on.
            throw new ParseFailure(~offsetOf(failure.Offset), failure.Message);
        }
    }

    // Tokens

    private Token Peek(int count)
    {
        var token = _last;
        for (var i = 0; i < count; i++)
            token = token.Next ??= _reader.Read();

        return token;
    }

    private Token Take() => _last = Peek(1);

    private Token Expect(TokenKind kind, string missing) => Kind == kind ? Take() : throw Fail(Peek(1), Missing(missing));

    private string Missing(string what) => Kind == TokenKind.EndOfFile ? $"{what} is missing at the end of the template" : $"{what} is missing before '{Shown(Peek(1))}'";

    private void SkipWhiteSpace()
    {
        if (Kind == TokenKind.WhiteSpace)
            Take();
    }

    private static ParseFailure Fail(Token token, string message) => new(token.Start, message);

    private static string Shown(Token token)
    {
        var text = token.Image.Trim();
        return text.Length > 24 ? text[..24] + ".." : text;
    }

    /// <summary>With what stands before it and is not printed.</summary>
    private string RawOf(Token first) => source[first.BeforeStart.._last.End];

    private string SourceOf(Token first) => source[first.Start.._last.End];

    private void Descend(Token token)
    {
        if (++_depth > DepthLimit || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fail(token, $"the template is nested more than {DepthLimit} deep");
    }

    // Statements

    private List<Statement> Statements()
    {
        Descend(Peek(1));
        var statements = new List<Statement>();
        while (Statement() is { } statement)
            statements.Add(statement);

        _depth--;
        return statements;
    }

    /// <summary>The next statement, or null when none begins here.</summary>
    private Statement? Statement()
    {
        switch (Kind)
        {
            case TokenKind.If:
                return If();

            case TokenKind.Identifier:
                Peek(2);
                return ReferenceInText();

            case TokenKind.LeftCurlyOfReference when Peek(2).Kind == TokenKind.Identifier:
                return ReferenceInText();

            case TokenKind.LineCommentStart:
                return LineComment();

            case TokenKind.BlockComment or TokenKind.FormalComment:
                return Comment(Take());

            case TokenKind.TextBlock:
                var block = Take();
                return new TextStatement(block.Image[3..^3], block.Before + block.Image);

            case TokenKind.Set:
                return Set();

            case TokenKind.EscapedDirective:
                var escaped = Take();
                return new TextStatement(Unescaped(escaped.Image), RawOf(escaped));

            case TokenKind.DoubleEscape:
                return Backslashes();

            case TokenKind.Word or TokenKind.BracketedWord:
                return Directive();

            case TokenKind.Text or TokenKind.Dot or TokenKind.RightParenthesis or TokenKind.LeftParenthesis or TokenKind.Integer or TokenKind.Float
                or TokenKind.String or TokenKind.Escape or TokenKind.LeftCurlyOfReference or TokenKind.RightCurlyOfReference or TokenKind.EmptyIndex:
                var text = Take();
                return new TextStatement(text.Before + text.Image, source[text.BeforeStart..text.End]);

            default:
                return null;
        }
    }

    private TextStatement LineComment()
    {
        var first = Take();
        if (Kind == TokenKind.LineComment)
            Take();

        var image = first.Image;
        var hash = image.IndexOf("##", StringComparison.Ordinal);
        return new TextStatement(hash > 0 ? image[..hash] : "", SourceOf(first));
    }

    private TextStatement Comment(Token token)
    {
        var start = token.Image.IndexOf("#*", StringComparison.Ordinal);
        return new TextStatement(start > 0 ? token.Image[..start] : "", RawOf(token));
    }

    private TextStatement Backslashes()
    {
        var first = Take();
        var count = 1;
        while (Kind == TokenKind.DoubleEscape)
        {
            Take();
            count++;
        }

        // Two backslashes are one before a directive, two before anything else.
        var next = Peek(1);
        var isBeforeDirective = next.Kind is TokenKind.If or TokenKind.Else or TokenKind.ElseIf or TokenKind.End
            || (next.Image.Length > 0 && IsDirective(next.Image[1..]));
        return new TextStatement(new string('\\', isBeforeDirective ? count : 2 * count), RawOf(first));
    }

    private string Unescaped(string image)
    {
        var slash = image.LastIndexOf('\\');
        var directive = image[(slash + 1)..];
        var name = directive[1..];
        if (name[0] == '{')
            name = name[1..^1];

        return IsDirective(name) || name is "if" or "end" or "set" or "else" or "elseif" ? image[..(slash / 2)] + directive : image;
    }

    private bool IsDirective(string name) => DirectiveNames.IsBuiltIn(name) || macros.ContainsKey(name);

    private IfStatement If()
    {
        var opening = Take();
        var raw = RawOf(opening);
        var branches = new List<(Expression, Block)> { Branch("#if") };
        while (Kind == TokenKind.ElseIf)
        {
            Take();
            branches.Add(Branch("#elseif"));
        }

        Block? otherwise = null;
        if (Kind == TokenKind.Else)
        {
            Take();
            otherwise = new Block(Statements());
        }

        Close(opening, "#if");
        return new IfStatement(raw + "(", [.. branches], otherwise);
    }

    private (Expression Condition, Block Body) Branch(string name)
    {
        SkipWhiteSpace();
        Expect(TokenKind.LeftParenthesis, $"'(' after {name}");
        var condition = Expression();
        Expect(TokenKind.RightParenthesis, $"')' of {name}");
        return (condition, new Block(Statements()));
    }

    private void Close(Token opening, string name)
    {
        if (Kind == TokenKind.End)
        {
            Take();
            return;
        }

        throw Kind == TokenKind.EndOfFile
            ? Fail(opening, $"{name} is never closed by #end")
            : Fail(Peek(1), $"'{Shown(Peek(1))}' cannot stand within {name}");
    }

    private SetStatement Set()
    {
        var start = RawOf(Take());
        SkipWhiteSpace();
        if (Kind is not (TokenKind.Identifier or TokenKind.LeftCurlyOfReference))
            throw Fail(Peek(1), Missing("a reference to assign to"));

        var left = Reference(out var first);
        SkipWhiteSpace();
        Expect(TokenKind.Assign, "'=' of #set");
        var right = Expression();
        Expect(TokenKind.RightParenthesis, "')' of #set");
        _reader.IsInSet = false;
        return new SetStatement(start, left, slots.Get(NameOf(first)), right);
    }

    private Statement Directive()
    {
        var word = Take();
        var name = word.Kind == TokenKind.BracketedWord ? word.Image[2..^1] : word.Image[1..];
        var isBuiltIn = DirectiveNames.IsBuiltIn(name);
        var isBlock = isBuiltIn ? DirectiveNames.HasBlock(name) : name.StartsWith('@');
        if (isBuiltIn && name != "foreach")
            Directives.Add(name);

        _reader.SwitchTo(LexicalState.Directive);
        if (!_reader.IsLeftParenthesisNext())
        {
            if (name == "macro")
                throw Fail(word, "#macro needs a name: #macro(name $parameter)");

            _reader.Pop();
            return Bare(name, word);
        }

        SkipWhiteSpace();
        Expect(TokenKind.LeftParenthesis, $"'(' of #{name}");
        var arguments = Arguments(name, isBuiltIn, word);
        SkipWhiteSpace();
        Expect(TokenKind.RightParenthesis, $"')' of #{name}");
        if (!isBlock)
            return Line(name, word, arguments);

        var opening = SourceOf(word).TrimEnd(' ', '\t', '\r', '\n') + "\n";
        var literalStart = _last.End;
        var body = new Block(Statements());
        var literalEnd = Peek(1).Start;
        Close(word, "#" + name);
        return name switch
        {
            "foreach" => Foreach(word, opening, arguments, body),
            "macro" => Macro(word, opening, arguments, body),
            "define" => Define(word, opening, arguments, body),
            "literal" => new TextStatement(source[literalStart..literalEnd], SourceOf(word)),
            _ => new MacroCall(name[1..], Array.ConvertAll([.. arguments], argument => argument.Value), body, SourceOf(word), offsetOf(word.Start)),
        };
    }

    /// <summary>A directive without parentheses.</summary>
    private Statement Bare(string name, Token word)
    {
        switch (name)
        {
            case "stop":
                return new StopStatement(SourceOf(word));

            case "break":
                return new BreakStatement(null, SourceOf(word), offsetOf(word.Start));

            case "evaluate":
                throw Fail(word, "#evaluate needs one string or reference: #evaluate($text)");

            case "foreach" or "define" or "include" or "parse" or "literal":
                InitFailure ??= (offsetOf(word.Start), $"#{name} needs arguments in parentheses");
                return new TextStatement("", SourceOf(word));

            default:
                return new MacroCall(name, [], null, SourceOf(word), offsetOf(word.Start));
        }
    }

    private Statement Line(string name, Token word, List<(Token First, Expression Value)> arguments)
    {
        switch (name)
        {
            case "stop":
                return new StopStatement(SourceOf(word));

            case "break":
                if (arguments.Count > 1)
                    throw Fail(word, "#break has at most one argument");

                return new BreakStatement(arguments.Count == 1 ? arguments[0].Value : null, SourceOf(word), offsetOf(word.Start));

            case "evaluate":
                if (arguments.Count != 1)
                    throw Fail(word, "#evaluate needs one string or reference: #evaluate($text)");

                return arguments[0].First.Kind is TokenKind.String or TokenKind.Identifier or TokenKind.LeftCurlyOfReference
                    ? new EvaluateStatement(arguments[0].Value, offsetOf(word.Start))
                    : throw Fail(arguments[0].First, "#evaluate takes a string or a reference");

            case "include" or "parse":
                return new UnavailableStatement(name, SourceOf(word), offsetOf(word.Start));

            default:
                return new MacroCall(name, Array.ConvertAll([.. arguments], argument => argument.Value), null, SourceOf(word), offsetOf(word.Start));
        }
    }

    private Statement Foreach(Token word, string opening, List<(Token First, Expression Value)> arguments, Block body)
    {
        if (arguments.Count == 2)
        {
            // Velocity takes the body for the list, and finds nothing in it.
            return new TextStatement("", SourceOf(word));
        }

        if (arguments.Count < 2)
        {
            InitFailure ??= (offsetOf(word.Start), "#foreach needs a variable and a list: #foreach($item in $list)");
            return new TextStatement("", SourceOf(word));
        }

        var element = arguments[0].Value as Reference ?? Variable(arguments[0].First);
        return new ForeachStatement(opening, element, arguments[2].Value, arguments.Count == 3 ? body : new Block([]), slots);
    }

    private MacroDefinition Macro(Token word, string opening, List<(Token First, Expression Value)> arguments, Block body)
    {
        if (arguments.Count == 0 || arguments[0].Value is not Word name)
            throw Fail(word, "#macro needs a name: #macro(name $parameter)");

        var parameters = arguments.Skip(1).Select(argument => slots.Get(NameOf(argument.First))).ToArray();
        var macro = new MacroDefinition(opening, name.Text, parameters, body, slots.Get("bodyContent"));
        macros.TryAdd(macro.Name, macro);
        return macro;
    }

    private Statement Define(Token word, string opening, List<(Token First, Expression Value)> arguments, Block body)
    {
        if (arguments.Count == 0)
        {
            InitFailure ??= (offsetOf(word.Start), "#define needs a variable: #define($name)");
            return new TextStatement("", SourceOf(word));
        }

        var first = arguments[0].First;
        return new DefineStatement(opening, slots.Get(NameOf(first)), body, first.Image);
    }

    /// <summary>The variable that a first token names where Velocity looks at nothing else.</summary>
    private Reference Variable(Token first)
    {
        var name = NameOf(first);
        return new Reference(name, slots.Get(name), [], first.Image, offsetOf(first.Start), null);
    }

    private static string NameOf(Token first) => first.Image.Length > 0 ? first.Image[1..] : "";

    private List<(Token First, Expression Value)> Arguments(string name, bool isBuiltIn, Token word)
    {
        Descend(word);
        var arguments = new List<(Token, Expression)>();
        while (IsArgumentNext())
        {
            SkipWhiteSpace();
            if (Kind == TokenKind.Comma)
            {
                Take();
                SkipWhiteSpace();
            }

            var first = Peek(1);
            if (Kind == TokenKind.Word)
            {
                Take();
                if (isBuiltIn && !(name == "macro" && arguments.Count == 0) && !(name == "foreach" && arguments.Count == 1))
                    throw Fail(first, $"'{first.Image}' cannot be an argument of #{name}");

                arguments.Add((first, new Word(first.Image, offsetOf(first.Start))));
                continue;
            }

            if (name == "macro" && arguments.Count == 0)
                throw Fail(first, "the name of a #macro is a word without '$' and quotes");

            arguments.Add((first, Value($"an argument of #{name}")));
        }

        _depth--;
        return arguments;
    }

    private bool IsArgumentNext()
    {
        var first = Kind;
        if (first == TokenKind.WhiteSpace)
            return Peek(2).Kind is TokenKind.Comma || BeginsArgument(Peek(2).Kind);

        return first == TokenKind.Comma ? Peek(2).Kind == TokenKind.WhiteSpace || BeginsArgument(Peek(2).Kind) : BeginsArgument(first);
    }

    private static bool BeginsArgument(TokenKind kind) => kind == TokenKind.Word || BeginsValue(kind);

    private static bool BeginsValue(TokenKind kind) => kind is TokenKind.Identifier or TokenKind.LeftCurlyOfReference or TokenKind.String or TokenKind.Integer
        or TokenKind.Float or TokenKind.LeftBracket or TokenKind.LeftCurly or TokenKind.True or TokenKind.False;

    // References

    private Statement ReferenceInText()
    {
        var reference = Reference(out var first, out var escapes, out var prefix, out var whole);
        if (reference is null)
            return new TextStatement("", whole);

        if (reference.Root is null)
            return new TextStatement(first.Image, whole);

        if (escapes % 2 != 0)
            return new EscapedReferenceStatement(new string('\\', escapes / 2) + Literal(first), reference, whole);

        return new ReferenceStatement(new string('\\', escapes / 2) + prefix, reference, whole);
    }

    private Reference Reference(out Token first)
    {
        var reference = Reference(out first, out _, out _, out var whole);
        return reference ?? new Reference("", slots.Get(""), [], whole, offsetOf(first.Start), null);
    }

    /// <summary>Null for <c>$\!x</c>, which is neither a reference nor text and prints nothing.</summary>
    private Reference? Reference(out Token first, out int escapes, out string prefix, out string whole)
    {
        Descend(Peek(1));
        first = Take();
        var isFormal = first.Kind == TokenKind.LeftCurlyOfReference;
        var name = isFormal ? Expect(TokenKind.Identifier, "a name after '{'") : first;
        var steps = new List<ReferenceStep>();
        Indexes(steps);
        while (Kind == TokenKind.Dot && Peek(2).Kind == TokenKind.Identifier)
        {
            Take();
            if (IsMethodNext())
            {
                steps.Add(Method());
            }
            else
            {
                steps.Add(new PropertyStep(Take().Image));
            }

            Indexes(steps);
        }

        if (isFormal)
            Expect(TokenKind.RightCurlyOfReference, "'}' of the reference");

        _depth--;
        whole = RawOf(first);
        escapes = 0;
        prefix = "";
        if (first.Image.Contains("\\!", StringComparison.Ordinal))
            return null;

        while (escapes < first.Image.Length && first.Image[escapes] == '\\')
            escapes++;

        first.Image = first.Image[escapes..];
        var dollar = first.Image.LastIndexOf('$');
        if (dollar > 0)
        {
            prefix = first.Image[..dollar];
            first.Image = first.Image[dollar..];
        }

        var isQuiet = first.Image.StartsWith("$!", StringComparison.Ordinal);
        var root = isFormal && (first.Image == "${" || isQuiet) ? name.Image
            : isQuiet ? first.Image[2..]
            : first.Image.StartsWith('$') ? first.Image[1..]
            : null;
        return new Reference(root, root is null ? 0 : slots.Get(root), [.. steps], whole, offsetOf(first.Start), binder);
    }

    /// <summary>The tokens of the reference that was read last, from <paramref name="first"/>, as they print.</summary>
    private string Literal(Token first)
    {
        var text = new StringBuilder();
        for (var token = first; ; token = token.Next!)
        {
            text.Append(token.Before).Append(token.Image);
            if (ReferenceEquals(token, _last))
                return text.ToString();
        }
    }

    private void Indexes(List<ReferenceStep> steps)
    {
        while (Kind == TokenKind.LeftBracketOfIndex)
        {
            Take();
            SkipWhiteSpace();
            if (Kind is not (TokenKind.String or TokenKind.Integer or TokenKind.True or TokenKind.False or TokenKind.Identifier or TokenKind.LeftCurlyOfReference))
                throw Fail(Peek(1), Missing("an index"));

            steps.Add(new IndexStep(Value("an index")));
            SkipWhiteSpace();
            Expect(TokenKind.RightBracketOfIndex, "']' of the index");
        }
    }

    private bool IsMethodNext()
    {
        if (Peek(2).Kind != TokenKind.LeftParenthesis)
            return false;

        var third = Peek(3).Kind;
        return third is TokenKind.RightParenthesisOfArguments or TokenKind.WhiteSpace || BeginsValue(third);
    }

    private MethodStep Method()
    {
        var name = Take();
        Take();
        var arguments = new List<Expression>();
        if (Kind != TokenKind.RightParenthesisOfArguments)
        {
            arguments.Add(Parameter("an argument"));
            while (Kind == TokenKind.Comma)
            {
                Take();
                arguments.Add(Parameter("an argument"));
            }
        }

        Expect(TokenKind.RightParenthesisOfArguments, $"')' of .{name.Image}(");
        return new MethodStep(name.Image, [.. arguments], offsetOf(name.Start));
    }

    // Expressions

    private Expression Expression(int level = 0)
    {
        if (level == Levels.Count)
            return Unary();

        var left = Expression(level + 1);
        while (Levels.Contains(level, Kind))
        {
            var @operator = Take().Kind;
            var rightStart = _last.End;
            var right = Expression(level + 1);
            left = @operator switch
            {
                TokenKind.Or or TokenKind.And => new Logic(@operator == TokenKind.And, left, right),
                TokenKind.Plus or TokenKind.Minus or TokenKind.Multiply or TokenKind.Divide or TokenKind.Modulus =>
                    new Calculation(@operator, left, right, source[rightStart..Peek(1).Start]),
                _ => new Comparison(@operator, left, right),
            };
        }

        return left;
    }

    private Expression Unary()
    {
        if (Kind == TokenKind.Not || (Kind == TokenKind.WhiteSpace && Peek(2).Kind == TokenKind.Not))
        {
            SkipWhiteSpace();
            Descend(Take());
            var operand = Unary();
            _depth--;
            return new Negation(operand);
        }

        SkipWhiteSpace();
        Expression primary;
        if (Kind == TokenKind.LeftParenthesis)
        {
            Descend(Take());
            var start = _last.End;
            var inner = Expression();
            primary = new Parenthesis(inner, source[start..Peek(1).Start]);
            Expect(TokenKind.RightParenthesis, "')'");
            _depth--;
        }
        else
        {
            primary = Value("a value");
        }

        SkipWhiteSpace();
        return primary;
    }

    private Expression Parameter(string what)
    {
        SkipWhiteSpace();
        var value = Value(what);
        SkipWhiteSpace();
        return value;
    }

    private Expression Value(string what)
    {
        switch (Kind)
        {
            case TokenKind.String:
                return String();

            case TokenKind.Integer:
                return Integer(Take());

            case TokenKind.Float:
                var number = Take();
                return double.TryParse(number.Image, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    ? new Constant(VtlValue.Of(value), number.Image)
                    : throw Fail(number, $"'{Shown(number)}' is no number");

            case TokenKind.True or TokenKind.False:
                var isTrue = Take().Kind == TokenKind.True;
                return new Constant(VtlValue.Of(isTrue), isTrue ? "true" : "false");

            case TokenKind.Identifier or TokenKind.LeftCurlyOfReference:
                return Reference(out _);

            case TokenKind.LeftBracket:
                return ListOrRange();

            case TokenKind.LeftCurly:
                return Map();

            default:
                throw Fail(Peek(1), Missing(what));
        }
    }

    private static Constant Integer(Token token)
    {
        if (int.TryParse(token.Image, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
            return new Constant(VtlValue.Of(small), token.Image);

        if (long.TryParse(token.Image, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
            return new Constant(VtlValue.Of(large), token.Image);

        if (token.Image.Length > 10_000)
            throw Fail(token, "an integer has at most 10,000 digits");

        return System.Numerics.BigInteger.TryParse(token.Image, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var huge)
            ? new Constant(VtlValue.Of(huge), token.Image)
            : throw Fail(token, $"'{Shown(token)}' is no number");
    }

    private Expression ListOrRange()
    {
        Descend(Take());
        var items = new List<Expression>();
        if (Kind != TokenKind.RightBracket)
        {
            SkipWhiteSpace();
            var isRange = Kind is TokenKind.Integer or TokenKind.Identifier or TokenKind.LeftCurlyOfReference;
            items.Add(Value("an element of the list"));
            SkipWhiteSpace();
            if (isRange && Kind == TokenKind.DoubleDot)
            {
                Take();
                SkipWhiteSpace();
                if (Kind is not (TokenKind.Integer or TokenKind.Identifier or TokenKind.LeftCurlyOfReference))
                    throw Fail(Peek(1), Missing("the end of the range, an integer or a reference,"));

                var to = Value("the end of the range");
                SkipWhiteSpace();
                Expect(TokenKind.RightBracket, "']' of the range");
                _depth--;
                return new RangeLiteral(items[0], to);
            }

            while (Kind == TokenKind.Comma)
            {
                Take();
                items.Add(Parameter("an element of the list"));
            }
        }

        Expect(TokenKind.RightBracket, "']' of the list");
        _depth--;
        return new ListLiteral([.. items]);
    }

    private MapLiteral Map()
    {
        Descend(Take());
        var entries = new List<(Expression, Expression)>();
        if (Kind == TokenKind.WhiteSpace && Peek(2).Kind is TokenKind.RightCurly or TokenKind.RightCurlyOfReference)
            Take();

        if (Kind is not (TokenKind.RightCurly or TokenKind.RightCurlyOfReference))
        {
            entries.Add(Entry());
            while (Kind == TokenKind.Comma)
            {
                Take();
                entries.Add(Entry());
            }
        }

        if (Kind == TokenKind.RightCurlyOfReference)
            Take();
        else
            Expect(TokenKind.RightCurly, "'}' of the map");

        _depth--;
        return new MapLiteral([.. entries]);
    }

    private (Expression Key, Expression Value) Entry()
    {
        var key = Parameter("a key of the map");
        Expect(TokenKind.Colon, "':' after the key");
        return (key, Parameter("a value of the map"));
    }

    private Expression String()
    {
        var token = Take();
        var image = token.Image;
        var quote = image[^1];
        var start = image.IndexOf(quote);
        var text = image[(start + 1)..^1];
        if (quote == '"')
            text = UnescapeUnicode(token, text);

        text = text.Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal);
        if (quote != '"' || text.AsSpan().IndexOfAny('$', '#') < 0)
            return new Constant(VtlValue.Of(text), image);

        // A blank at the end keeps Velocity from taking the last character for the beginning of something; a comment would swallow it.
        var hasComment = text.Contains("##", StringComparison.Ordinal);
        Descend(token);
        var (first, last) = (token.Start + 1, Math.Max(token.Start + 1, token.End - 1));
        var parser = new TemplateParser(hasComment ? text : text + " ", offset => offsetOf(Math.Min(first + offset, last)), slots, macros, binder, _depth);
        var block = parser.Parse();
        InitFailure ??= parser.InitFailure;
        Directives.UnionWith(parser.Directives);
        _depth--;
        return new InterpolatedString(block, !hasComment, image);
    }

    private string UnescapeUnicode(Token token, string text)
    {
        var at = text.IndexOf("\\u", StringComparison.Ordinal);
        if (at < 0)
            return text;

        var result = new StringBuilder();
        var copied = 0;
        while (at >= 0)
        {
            if (at + 6 > text.Length || !ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                InitFailure ??= (offsetOf(token.Start), "\\u in a string needs four hexadecimal digits");
                return text;
            }

            result.Append(text, copied, at - copied).Append((char)unit);
            copied = at + 6;
            at = text.IndexOf("\\u", copied, StringComparison.Ordinal);
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
