using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Portico.Vtl.Binding;
using Portico.Vtl.Methods;
using Portico.Vtl.Syntax;
using Portico.Vtl.Syntax.Expressions;
using Portico.Vtl.Syntax.Statements;
using Portico.Vtl.Values;

namespace Portico.Vtl.Rendering;

/// <summary>Everything that belongs to one rendering: variables, what is left of the limits, where it stands. Used again by the next one.</summary>
internal sealed class RenderingState
{
    private readonly VtlOutput _output = new();
    private readonly List<Capture> _captures = [];
    private readonly VtlTemplate _template;
    private int _captureCount;
    private VtlValue[] _slots;
    private VtlValue[] _arguments = new VtlValue[8];
    private int _argumentCount;
    private int _stepsLeft;
    private long _unitsLeft;
    private SlotTable? _names;
    private Dictionary<string, MacroDefinition>? _macros;

    public RenderingState(VtlTemplate template)
    {
        _template = template;
        _slots = new VtlValue[template.Slots.Count];
        Output = _output;
        Limits = VtlLimits.Default;
    }

    public object? Host { get; private set; }

    public VtlLimits Limits { get; private set; }

    /// <summary>Where text goes at the moment.</summary>
    public VtlOutput Output { get; private set; }

    public MacroFrame? Frame { get; set; }

    public JsonEdits? Edits { get; private set; }

    /// <summary>The loop that <c>#break($foreach.parent)</c> ends; null for the nearest scope.</summary>
    public object? BreakTarget { get; set; }

    /// <summary>Macro calls, evaluations and definitions that are open.</summary>
    public int Depth { get; set; }

    /// <summary>The offset in the template's source of what is being evaluated, for the place of an error.</summary>
    public int Position { get; set; }

    /// <summary>What regular expressions took so far.</summary>
    public TimeSpan RegexTime { get; set; }

    public IVtlBinder? Binder => _template.Binder;

    public RegexCache Regexes => _template.Regexes;

    public void Open(object? host, IBufferWriter<byte> writer, VtlLimits limits)
    {
        Host = host;
        Limits = limits;
        _stepsLeft = limits.Steps;
        _unitsLeft = limits.ValueUnits;
        Output = _output;
        _output.Open(writer, limits.OutputBytes, null);
    }

    /// <summary>Forgets the request. What was written before a failure is kept.</summary>
    public void Close()
    {
        _output.Close();
        Array.Clear(_slots);
        Array.Clear(_arguments, 0, Math.Min(_arguments.Length, 64));
        if (_arguments.Length > 64)
            _arguments = new VtlValue[8];

        if (_slots.Length > _template.Slots.Count)
            _slots = new VtlValue[_template.Slots.Count];

        for (var i = 0; i < _captures.Count; i++)
            _captures[i].Reset();

        _captureCount = 0;
        _argumentCount = 0;
        _names = null;
        _macros = null;
        Host = null;
        Frame = null;
        Edits = null;
        BreakTarget = null;
        Depth = 0;
        Position = 0;
        RegexTime = default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (--_stepsLeft < 0)
            ThrowSteps();
    }

    public void Step(int count)
    {
        _stepsLeft = count > _stepsLeft ? -1 : _stepsLeft - count;
        if (_stepsLeft < 0)
            ThrowSteps();
    }

    /// <summary>Counts characters or elements that the template is about to make.</summary>
    public void Charge(long units)
    {
        _unitsLeft -= units;
        if (_unitsLeft < 0)
            throw RenderingFailure.Limit($"the template makes strings, lists and maps of more than {Limits.ValueUnits} characters and elements");
    }

    /// <summary>Counts a string made by the template.</summary>
    public VtlValue Made(string text)
    {
        Charge(text.Length);
        return VtlValue.Of(text);
    }

    public static void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw RenderingFailure.Limit("the template is nested too deeply");
    }

    public void Enter(string what)
    {
        CheckStack();
        if (++Depth > Limits.Depth)
            throw RenderingFailure.Limit($"{what} is more than {Limits.Depth} calls deep");
    }

    /// <summary>Whether nothing was assigned to the name, so that it means what the host offers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsUnset(int slot) => _slots[slot].IsNull && (Frame is null || !IsParameter(slot));

    /// <summary>The variable's value, null when there is none.</summary>
    public VtlValue Read(int slot) => Frame is null ? _slots[slot] : ReadThroughFrames(slot);

    /// <summary>The variable as it is outside of all macros.</summary>
    public VtlValue ReadGlobal(int slot) => _slots[slot];

    public void Assign(int slot, in VtlValue value)
    {
        _slots[slot] = value;
        for (var frame = Frame; frame is not null; frame = frame.Caller)
            frame.Assign(slot);
    }

    /// <summary>The object or array as one that can be changed, seen as changed by all who hold it.</summary>
    public VtlValue Editable(in VtlValue value)
    {
        if (value.Kind != VtlKind.Json)
            return value;

        var resolved = Resolve(value);
        if (resolved.Kind != VtlKind.Json || value.Json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            return resolved;

        if (Edits is null)
        {
            Edits = new JsonEdits();
            _output.Edits = Edits;
            foreach (var capture in _captures)
                capture.Output.Edits = Edits;
        }

        var copy = Edits.Add(value.Json);
        Charge(1 + (copy.Kind == VtlKind.Map ? copy.Map.Count : copy.List.Count));
        return copy;
    }

    public VtlValue Resolve(in VtlValue value) => Edits is null ? value : Edits.Resolve(value);

    public string TextOf(in VtlValue value)
    {
        if (value.Kind == VtlKind.String)
            return value.Text;

        if (value.Kind <= VtlKind.Character)
            return TextForm.ToString(value, null);

        if (value.Kind == VtlKind.Json && value.Json.ValueKind == JsonValueKind.String)
        {
            var decoded = JsonStrings.Decode(value.Json);
            Step(decoded.Length >> 8);
            return decoded;
        }

        var capture = BeginCapture();
        capture.Output.Write(value);
        return EndCapture(capture);
    }

    /// <summary>Sends what follows into a string.</summary>
    public Capture BeginCapture()
    {
        if (_captureCount == _captures.Count)
            _captures.Add(new Capture());

        var capture = _captures[_captureCount++];
        capture.Open(Output, _unitsLeft, Edits);
        Output = capture.Output;
        return capture;
    }

    public string EndCapture(Capture capture)
    {
        Output = capture.Outer;
        _captureCount--;
        var text = capture.Take();
        Charge(text.Length);
        return text;
    }

    /// <summary>Sends what follows to <paramref name="output"/>; gives back where it went before.</summary>
    public VtlOutput Redirect(VtlOutput output)
    {
        var before = Output;
        Output = output;
        return before;
    }

    /// <summary>Space for the arguments of a call; give it back with <see cref="PopArguments"/>.</summary>
    public int PushArguments(int count)
    {
        var start = _argumentCount;
        _argumentCount += count;
        if (_argumentCount > _arguments.Length)
            Array.Resize(ref _arguments, Math.Max(_argumentCount, _arguments.Length * 2));

        return start;
    }

    public void SetArgument(int index, in VtlValue value) => _arguments[index] = value;

    public ReadOnlySpan<VtlValue> Arguments(int start, int count) => _arguments.AsSpan(start, count);

    public void PopArguments(int start) => _argumentCount = start;

    /// <summary>The macro, defined by the template or by something evaluated before.</summary>
    public MacroDefinition? FindMacro(string name) =>
        _template.Macros.TryGetValue(name, out var macro) || (_macros is not null && _macros.TryGetValue(name, out macro)) ? macro : null;

    /// <summary>Parses what was made while rendering; its names and macros are those of this rendering.</summary>
    public Block Parse(string source, int offset)
    {
        Step(1 + (source.Length >> 4));
        _names ??= new SlotTable(_template.Slots);
        _macros ??= [];
        var parser = new TemplateParser(source, _ => offset, _names, _macros, Binder);
        Block block;
        try
        {
            block = parser.Parse();
        }
        catch (ParseFailure failure)
        {
            throw RenderingFailure.Parse("in what is evaluated: " + failure.Message);
        }

        if (_names.Count > _slots.Length)
            Array.Resize(ref _slots, _names.Count);

        return parser.InitFailure is { } initial ? throw RenderingFailure.Runtime(initial.Message) : block;
    }

    private VtlValue ReadThroughFrames(int slot)
    {
        for (var frame = Frame; frame is not null; frame = frame.Caller)
        {
            if (frame.BodySlot == slot)
                return frame.Body;

            if (frame.Find(slot) is not { } argument)
                continue;

            CheckStack();
            var inner = Frame;
            Frame = frame.Caller;
            // A name alone is handed on as it is, also when it has no value.
            var value = argument is Reference { IsPlainVariable: true } variable ? variable.Find(this) : argument.Evaluate(this);
            Frame = inner;
            return value;
        }

        return _slots[slot];
    }

    private bool IsParameter(int slot)
    {
        for (var frame = Frame; frame is not null; frame = frame.Caller)
        {
            if (frame.BodySlot == slot || frame.Find(slot) is not null)
                return true;
        }

        return false;
    }

    private void ThrowSteps() => throw RenderingFailure.Limit($"the template takes more than {Limits.Steps} steps");

    /// <summary>Text on its way into a string.</summary>
    internal sealed class Capture
    {
        private ArrayBufferWriter<byte> _buffer = new(256);

        public VtlOutput Output { get; } = new();

        public VtlOutput Outer { get; private set; } = null!;

        public void Open(VtlOutput outer, long limit, JsonEdits? edits)
        {
            Outer = outer;
            _buffer.ResetWrittenCount();
            Output.Open(_buffer, limit * 3, edits);
        }

        public string Take()
        {
            Output.Flush();
            return Encoding.UTF8.GetString(_buffer.WrittenSpan);
        }

        public void Reset()
        {
            Outer = null!;
            if (_buffer.Capacity > 64 * 1024)
                _buffer = new ArrayBufferWriter<byte>(256);
        }
    }
}
