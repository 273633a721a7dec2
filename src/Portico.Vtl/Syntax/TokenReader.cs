namespace Portico.Vtl.Syntax;

/// <summary>
/// Cuts a template into tokens exactly as Velocity 1.7 does: in every state the longest match wins, the first of equal ones; what is only
/// begun ("more") is carried into the next token; the states are kept on a stack with their counts of parentheses.
/// </summary>
internal sealed class TokenReader(string source)
{
    private readonly Stack<(int Left, int Right, LexicalState State)> _stack = new();
    private LexicalState _state;
    private int _left;
    private int _right;
    private bool _isInComment;
    private int _position;

    // The best match so far of the token being looked for.
    private TokenKind _kind;
    private int _length;

    /// <summary>While <c>#set( .. )</c> is read, a string or number does not end the directive.</summary>
    public bool IsInSet { get; set; }

    /// <summary>Whether a parenthesis opens next, maybe after blanks: then a word after <c>#</c> is a directive with arguments.</summary>
    public bool IsLeftParenthesisNext()
    {
        var i = _position;
        while (i < source.Length && source[i] is ' ' or '\t' or '\n' or '\r')
            i++;

        return i < source.Length && source[i] == '(';
    }

    public void SwitchTo(LexicalState state) => _state = state;

    public void Pop()
    {
        if (_stack.TryPop(out var saved))
        {
            (_left, _right, _state) = saved;
            return;
        }

        _left = 0;
        _state = LexicalState.Default;
    }

    public Token Read()
    {
        var before = "";
        var beforeStart = _position;
        while (true)
        {
            if (_position >= source.Length)
                return new Token(TokenKind.EndOfFile, source.Length, source.Length, "", before, source.Length);

            var start = _position;
            var kind = Match();
            while (IsMore(kind))
            {
                Enter(kind);
                if (_position >= source.Length)
                    throw new ParseFailure(start, Unfinished(start));

                kind = Match();
            }

            if (kind == TokenKind.Skip)
                continue;

            var image = source[start.._position];
            if (kind is TokenKind.ReferenceTerminator or TokenKind.DirectiveTerminator)
            {
                _position--;
                before += Signs(image);
                Pop();
                continue;
            }

            return Accept(kind, start, image, before, beforeStart);
        }
    }

    private static bool IsMore(TokenKind kind) => kind is >= TokenKind.MoreDollar and <= TokenKind.MoreCharacter;

    private string Unfinished(int start) => _state switch
    {
        LexicalState.BlockComment or LexicalState.FormalComment => "the comment is never closed by *#",
        LexicalState.TextBlock => "#[[ is never closed by ]]#",
        LexicalState.LineComment => "a comment cannot end with '$' or '#' at the end of the template",
        _ => $"'{source[start..]}' at the end of the template is the beginning of nothing",
    };

    /// <summary>What begins with a character that is not a token by itself.</summary>
    private void Enter(TokenKind kind)
    {
        if (_isInComment)
            return;

        switch (kind)
        {
            case TokenKind.MoreDollar:
                if (_state == LexicalState.Reference)
                    Pop();

                Push(LexicalState.Reference);
                break;

            case TokenKind.MoreHash:
                if (_state is LexicalState.Reference or LexicalState.ReferenceModifier)
                    Pop();

                Push(LexicalState.PreDirective);
                break;

            case TokenKind.MoreTextBlock:
                _isInComment = true;
                Push(LexicalState.TextBlock);
                break;

            case TokenKind.MoreFormalComment:
                _position--;
                _isInComment = true;
                Push(LexicalState.FormalComment);
                break;

            case TokenKind.MoreBlockComment:
                _isInComment = true;
                Push(LexicalState.BlockComment);
                break;
        }
    }

    private Token Accept(TokenKind kind, int start, string image, string before, int beforeStart)
    {
        switch (kind)
        {
            case TokenKind.LeftBracketOfIndex:
                Push(LexicalState.Index);
                break;

            case TokenKind.RightBracketOfIndex:
            case TokenKind.RightCurlyOfReference:
            case TokenKind.End:
            case TokenKind.Else:
                Pop();
                break;

            case TokenKind.LeftParenthesis:
                _left++;
                if (_state == LexicalState.ReferenceModifier)
                    _state = LexicalState.Arguments;

                break;

            case TokenKind.RightParenthesis:
                Close();
                break;

            case TokenKind.RightParenthesisOfArguments:
                _state = LexicalState.Reference;
                break;

            case TokenKind.Set:
                Push(LexicalState.Directive);
                IsInSet = true;
                _left++;
                break;

            case TokenKind.If:
            case TokenKind.ElseIf:
                _state = LexicalState.Directive;
                break;

            case TokenKind.LineCommentStart:
                if (_state == LexicalState.Reference)
                    Pop();

                _isInComment = true;
                Push(LexicalState.LineComment);
                break;

            case TokenKind.LineComment:
            case TokenKind.BlockComment:
            case TokenKind.FormalComment:
            case TokenKind.TextBlock:
                _isInComment = false;
                Pop();
                break;

            case TokenKind.String when _state == LexicalState.Directive && !IsInSet && _left == 0:
                Pop();
                break;

            case TokenKind.Integer:
                if (image.EndsWith("..", StringComparison.Ordinal))
                {
                    _position -= 2;
                    image = image[..^2];
                }

                if (_left == 0 && !IsInSet && _state is not (LexicalState.Arguments or LexicalState.Index))
                    Pop();

                break;

            case TokenKind.Float when _left == 0 && !IsInSet && _state != LexicalState.Arguments:
                Pop();
                break;

            case TokenKind.Dot:
                // The letter after the dot belongs to the name.
                _position--;
                image = ".";
                _state = LexicalState.ReferenceModifier;
                break;
        }

        return new Token(kind, start, _position, image, before, beforeStart);
    }

    private void Push(LexicalState state)
    {
        _stack.Push((_left, _right, _state));
        _left = 0;
        _state = state;
    }

    private void Close()
    {
        while (true)
        {
            if (_left > 0)
            {
                if (_left == _right + 1)
                    Pop();
                else
                    _right++;

                return;
            }

            if (_stack.Count == 0)
            {
                Pop();
                return;
            }

            Pop();
        }
    }

    /// <summary>The <c>#</c>, <c>$</c> and escaped <c>$</c> of what turned out to be text.</summary>
    private static string Signs(string image)
    {
        var signs = "";
        for (var i = 0; i < image.Length; i++)
        {
            if (image[i] is '#' or '$')
            {
                signs += image[i];
            }
            else if (image[i] == '\\')
            {
                var j = i;
                while (j < image.Length && image[j] == '\\')
                    j++;

                if (j < image.Length && image[j] == '$')
                {
                    signs += image[i..(j + 1)];
                    i = j + 1;
                }
            }
        }

        return signs;
    }

    private TokenKind Match()
    {
        _kind = TokenKind.None;
        _length = 0;
        switch (_state)
        {
            case LexicalState.Default:
                Try(TokenKind.EscapedDirective, EscapedDirective());
                Try(TokenKind.Set, Set());
                TryMore();
                Try(TokenKind.LineCommentStart, Literal("##"));
                Try(TokenKind.DoubleEscape, Literal("\\\\"));
                Try(TokenKind.Escape, Literal("\\"));
                Try(TokenKind.Text, Text());
                TryEmptyIndex();
                break;

            case LexicalState.PreDirective:
                TryMore();
                Try(TokenKind.LineCommentStart, Literal("##"));
                Try(TokenKind.End, Math.Max(WithLineEnd("end"), WithLineEnd("{end}")));
                Try(TokenKind.If, Math.Max(Literal("if"), Literal("{if}")));
                Try(TokenKind.ElseIf, Math.Max(Literal("elseif"), Literal("{elseif}")));
                Try(TokenKind.Else, Math.Max(WithLineEnd("else"), WithLineEnd("{else}")));
                TryNumber();
                TryWord();
                Try(TokenKind.DirectiveTerminator, 1);
                break;

            case LexicalState.Directive:
                TryPunctuation();
                Try(TokenKind.LeftParenthesis, Literal("("));
                Try(TokenKind.RightParenthesis, WithLineEnd(")"));
                TryMore();
                Try(TokenKind.LineCommentStart, Literal("##"));
                Try(TokenKind.WhiteSpace, WhiteSpace());
                Try(TokenKind.String, String());
                TryBoolean();
                TryOperator();
                TryNumber();
                TryWord();
                break;

            case LexicalState.Reference:
                Try(TokenKind.LeftBracketOfIndex, Literal("["));
                Try(TokenKind.Set, Set());
                TryMore();
                Try(TokenKind.LineCommentStart, Literal("##"));
                TryReferencePart();
                Try(TokenKind.ReferenceTerminator, 1);
                TryEmptyIndex();
                break;

            case LexicalState.ReferenceModifier:
                Try(TokenKind.LeftBracketOfIndex, Literal("["));
                Try(TokenKind.LeftParenthesis, Literal("("));
                Try(TokenKind.Set, Set());
                TryMore();
                TryReferencePart();
                Try(TokenKind.ReferenceTerminator, 1);
                break;

            case LexicalState.Arguments:
                TryPunctuation();
                Try(TokenKind.RightParenthesisOfArguments, Literal(")"));
                Try(TokenKind.Set, Set());
                TryMore();
                Try(TokenKind.WhiteSpace, WhiteSpace());
                Try(TokenKind.String, String());
                TryBoolean();
                TryNumber();
                Try(TokenKind.Identifier, Identifier());
                TryDot();
                break;

            case LexicalState.Index:
                Try(TokenKind.RightBracketOfIndex, Literal("]"));
                TryMore();
                Try(TokenKind.WhiteSpace, WhiteSpace());
                Try(TokenKind.String, String());
                TryBoolean();
                TryNumber();
                break;

            case LexicalState.LineComment:
                TryMore();
                Try(TokenKind.LineComment, Math.Max(Math.Max(Literal("\n"), Literal("\r")), Literal("\r\n")));
                Try(TokenKind.Skip, 1);
                break;

            case LexicalState.FormalComment:
                TryMore();
                Try(TokenKind.FormalComment, Literal("*#"));
                Try(TokenKind.Skip, 1);
                break;

            case LexicalState.BlockComment:
                TryMore();
                Try(TokenKind.BlockComment, Literal("*#"));
                Try(TokenKind.Skip, 1);
                break;

            case LexicalState.TextBlock:
                TryMore();
                Try(TokenKind.TextBlock, Literal("]]#"));
                Try(TokenKind.MoreCharacter, 1);
                break;
        }

        if (_length == 0)
            throw new ParseFailure(_position, Unexpected());

        _position += _length;
        return _kind;
    }

    private string Unexpected()
    {
        var c = source[_position];
        return c is '"' or '\'' ? $"the string is never closed by {c}" : $"'{c}' cannot stand here";
    }

    private void Try(TokenKind kind, int length)
    {
        if (length <= _length)
            return;

        _kind = kind;
        _length = length;
    }

    private void TryMore()
    {
        var slashes = Slashes(_position);
        var dollar = At(_position + slashes) == '$';
        if (dollar)
        {
            Try(TokenKind.MoreDollar, slashes + 1);
            var bang = slashes + 1 + Slashes(_position + slashes + 1);
            if (At(_position + bang) == '!')
                Try(TokenKind.MoreDollar, bang + 1);
        }

        Try(TokenKind.MoreTextBlock, Literal("#[["));
        Try(TokenKind.MoreFormalComment, Literal("#**") > 0 && _position + 3 < source.Length && source[_position + 3] != '#' ? 4 : 0);
        Try(TokenKind.MoreBlockComment, Literal("#*"));
        Try(TokenKind.MoreHash, Literal("#"));
    }

    private void TryEmptyIndex()
    {
        Try(TokenKind.EmptyIndex, Literal("$["));
        Try(TokenKind.EmptyIndex, Literal("$!["));
        Try(TokenKind.EmptyIndex, Literal("$\\!["));
        Try(TokenKind.EmptyIndex, Literal("$."));
    }

    private void TryPunctuation()
    {
        Try(TokenKind.LeftBracket, Literal("["));
        Try(TokenKind.RightBracket, Literal("]"));
        Try(TokenKind.Comma, Literal(","));
        Try(TokenKind.DoubleDot, Literal(".."));
        Try(TokenKind.Colon, Literal(":"));
        Try(TokenKind.LeftCurly, Literal("{"));
        Try(TokenKind.RightCurly, Literal("}"));
    }

    private void TryBoolean()
    {
        Try(TokenKind.True, Literal("true"));
        Try(TokenKind.False, Literal("false"));
    }

    private void TryOperator()
    {
        Try(TokenKind.Minus, Literal("-"));
        Try(TokenKind.Plus, Literal("+"));
        Try(TokenKind.Multiply, Literal("*"));
        Try(TokenKind.Divide, Literal("/"));
        Try(TokenKind.Modulus, Literal("%"));
        Try(TokenKind.And, Math.Max(Literal("&&"), Literal("and")));
        Try(TokenKind.Or, Math.Max(Literal("||"), Literal("or")));
        Try(TokenKind.Less, Math.Max(Literal("<"), Literal("lt")));
        Try(TokenKind.LessOrEqual, Math.Max(Literal("<="), Literal("le")));
        Try(TokenKind.Greater, Math.Max(Literal(">"), Literal("gt")));
        Try(TokenKind.GreaterOrEqual, Math.Max(Literal(">="), Literal("ge")));
        Try(TokenKind.Equal, Math.Max(Literal("=="), Literal("eq")));
        Try(TokenKind.NotEqual, Math.Max(Literal("!="), Literal("ne")));
        Try(TokenKind.Not, Math.Max(Literal("!"), Literal("not")));
        Try(TokenKind.Assign, Literal("="));
    }

    private void TryReferencePart()
    {
        TryBoolean();
        Try(TokenKind.Identifier, Identifier());
        TryDot();
        Try(TokenKind.LeftCurlyOfReference, Literal("{"));
        Try(TokenKind.RightCurlyOfReference, Literal("}"));
    }

    private void TryDot() => Try(TokenKind.Dot, At(_position) == '.' && char.IsAsciiLetter(At(_position + 1)) ? 2 : 0);

    private void TryWord()
    {
        Try(TokenKind.Word, Word(_position, allowsAt: true));
        Try(TokenKind.BracketedWord, BracketedWord(_position));
    }

    private void TryNumber()
    {
        var digits = _position + (At(_position) == '-' ? 1 : 0);
        var end = Digits(digits);
        if (end > digits)
            Try(TokenKind.Integer, end - _position + (At(end) == '.' && At(end + 1) == '.' ? 2 : 0));

        if (At(end) == '.')
        {
            var fraction = Digits(end + 1);
            if (end > digits || fraction > end + 1)
                Try(TokenKind.Float, Exponent(fraction) - _position);
        }
        else if (end > digits && Exponent(end) > end)
        {
            Try(TokenKind.Float, Exponent(end) - _position);
        }
    }

    private int Digits(int at)
    {
        while (char.IsAsciiDigit(At(at)))
            at++;

        return at;
    }

    private int Exponent(int at)
    {
        if (At(at) is not ('e' or 'E'))
            return at;

        var digits = at + 1 + (At(at + 1) is '+' or '-' ? 1 : 0);
        var end = Digits(digits);
        return end > digits ? end : at;
    }

    private char At(int i) => i < source.Length ? source[i] : '\0';

    private int Slashes(int from)
    {
        var i = from;
        while (At(i) == '\\')
            i++;

        return i - from;
    }

    private int Literal(string text) => source.AsSpan(_position).StartsWith(text, StringComparison.Ordinal) ? text.Length : 0;

    /// <summary>The text with the blanks and the line end after it; without them when the line goes on.</summary>
    private int WithLineEnd(string text)
    {
        if (Literal(text) == 0)
            return 0;

        var i = _position + text.Length;
        while (At(i) is ' ' or '\t')
            i++;

        return At(i) switch
        {
            '\n' => i + 1 - _position,
            '\r' => i + (At(i + 1) == '\n' ? 2 : 1) - _position,
            _ => text.Length,
        };
    }

    private int EscapedDirective()
    {
        var slashes = Slashes(_position);
        if (slashes % 2 == 0 || At(_position + slashes) != '#')
            return 0;

        var word = Math.Max(Word(_position + slashes + 1, allowsAt: true), BracketedWord(_position + slashes + 1));
        return word == 0 ? 0 : slashes + 1 + word;
    }

    private int Set()
    {
        var i = _position;
        while (At(i) is ' ' or '\t')
            i++;

        var rest = source.AsSpan(i);
        if (rest.StartsWith("#set", StringComparison.Ordinal))
            i += 4;
        else if (rest.StartsWith("#{set}", StringComparison.Ordinal))
            i += 6;
        else
            return 0;

        while (At(i) is ' ' or '\t')
            i++;

        return At(i) == '(' ? i + 1 - _position : 0;
    }

    private int Text()
    {
        var length = source.AsSpan(_position).IndexOfAny('$', '#', '\\');
        return length < 0 ? source.Length - _position : length;
    }

    private int WhiteSpace()
    {
        var i = _position;
        while (At(i) is ' ' or '\t' or '\n' or '\r')
            i++;

        return i - _position;
    }

    private int String()
    {
        var quote = At(_position);
        if (quote is not ('"' or '\''))
            return 0;

        // A doubled quote stands for one of them, unless the string would then never end.
        var length = 0;
        for (var i = _position + 1; ; i = length + _position + 1)
        {
            var end = i <= source.Length ? source.IndexOf(quote, i) : -1;
            if (end < 0)
                return length;

            length = end + 1 - _position;
            if (At(end + 1) != quote)
                return length;
        }
    }

    private int Word(int at, bool allowsAt)
    {
        var first = At(at);
        if (!char.IsAsciiLetter(first) && first != '_' && !(allowsAt && first == '@'))
            return 0;

        var i = at + 1;
        while (At(i) is var c && (char.IsAsciiLetterOrDigit(c) || c is '_' or '@'))
            i++;

        return i - at;
    }

    private int BracketedWord(int at)
    {
        if (At(at) != '{')
            return 0;

        var word = Word(at + 1, allowsAt: false);
        return word > 0 && At(at + 1 + word) == '}' ? word + 2 : 0;
    }

    private int Identifier()
    {
        if (!char.IsAsciiLetter(At(_position)) && At(_position) != '_')
            return 0;

        var i = _position + 1;
        while (At(i) is var c && (char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            i++;

        return i - _position;
    }
}
