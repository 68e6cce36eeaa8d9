package weft.scenario.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML text to a tree of {@link Node}s.
 *
 * <p>The tree is built from parser events on an explicit stack, so that the depth of the text is no
 * danger to that of the call stack, and with limits on depth and number of nodes. The language is a
 * subset of YAML: one document, no tags, no merge keys, keys are single values, and only single
 * values can be shared through anchors, so that a text cannot grow.
 */
final class TreeReader {

  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 100_000;

  private final Locator locator;
  private final ProblemLog log;
  private final Deque<Open> stack = new ArrayDeque<>();
  private final Map<String, Node.Scalar> shared = new HashMap<>();
  private final Map<String, Position> anchoredCollections = new HashMap<>();
  private @Nullable Node root;
  private int nodes;

  private TreeReader(Locator locator, ProblemLog log) {
    this.locator = locator;
    this.log = log;
  }

  /** Reads a file. Throws {@link ScenarioException} if there is no tree; else logs the problems. */
  static Node readFile(String source, String text, ProblemLog log) {
    return read(text, (line, column) -> new Position(source, line, column), log);
  }

  /** Reads the value of an option, all of whose positions are the option itself. */
  static Node readOption(Position option, String text, ProblemLog log) {
    return read(text, (line, column) -> option, log);
  }

  private static Node read(String text, Locator locator, ProblemLog log) {
    LoadSettings settings =
        LoadSettings.builder().setLabel("scenario").setCodePointLimit(Integer.MAX_VALUE).build();
    TreeReader reader = new TreeReader(locator, log);
    try {
      return reader.read(new Parse(settings).parseString(text).iterator());
    } catch (YamlEngineException e) {
      YamlMessages.Sentence sentence = YamlMessages.sentence(e, text);
      throw log.fatal(locator.at(sentence.line(), sentence.column()), sentence.text());
    }
  }

  private Node read(Iterator<Event> events) {
    int documents = 0;
    while (events.hasNext()) {
      Event event = events.next();
      Mark mark = event.getStartMark().orElseThrow();
      Position position = locator.at(mark.getLine() + 1, mark.getColumn() + 1);
      switch (event.getEventId()) {
        case DocumentStart -> {
          documents++;
          if (documents > 1 || root != null) {
            throw log.fatal(
                position, "a second document begins here, but a file holds one scenario.");
          }
          rejectDirectives((DocumentStartEvent) event, position);
        }
        case Scalar -> scalar((ScalarEvent) event, position);
        case Alias -> alias((AliasEvent) event, position);
        case SequenceStart -> open(new OpenSequence(position), (CollectionStartEvent) event);
        case MappingStart -> open(new OpenMapping(position), (CollectionStartEvent) event);
        case SequenceEnd, MappingEnd -> add(stack.pop().close());
        default -> {}
      }
    }
    if (root == null) {
      throw log.fatal(locator.at(0, 0), "is empty.");
    }
    return root;
  }

  private void rejectDirectives(DocumentStartEvent event, Position position) {
    if (!event.getTags().isEmpty()) {
      throw log.fatal(position, "%TAG is not part of the scenario language.");
    }
  }

  private void scalar(ScalarEvent event, Position position) {
    rejectTag(event.getTag(), position);
    Node.Scalar scalar = new Node.Scalar(position, event.getValue(), event.isPlain());
    event.getAnchor().ifPresent(anchor -> shared.put(anchor.getValue(), scalar));
    add(scalar);
  }

  private void alias(AliasEvent event, Position position) {
    String name = event.getAlias().getValue();
    Node.Scalar value = shared.get(name);
    if (value == null) {
      Position collection = anchoredCollections.get(name);
      throw log.fatal(
          position,
          collection == null
              ? "the alias *" + Quote.bare(name) + " has no anchor above it."
              : "the alias *"
                  + Quote.bare(name)
                  + " stands for a mapping or a sequence ("
                  + collection.brief()
                  + "), but only single values can be shared.");
    }
    add(new Node.Scalar(position, value.text(), value.plain()));
  }

  private void open(Open open, CollectionStartEvent event) {
    rejectTag(event.getTag(), open.position());
    if (stack.size() == DEEPEST) {
      throw log.fatal(open.position(), "is nested more than " + DEEPEST + " levels deep.");
    }
    rejectAsKey(open.position());
    anchor(event, open.position());
    stack.push(open);
  }

  private void anchor(NodeEvent event, Position position) {
    event
        .getAnchor()
        .ifPresent(
            anchor -> {
              anchoredCollections.put(anchor.getValue(), position);
              shared.remove(anchor.getValue());
            });
  }

  private void rejectTag(Optional<String> tag, Position position) {
    if (tag.isPresent()) {
      throw log.fatal(
          position, "the tag " + Quote.bare(tag.get()) + " is not part of the scenario language.");
    }
  }

  private void rejectAsKey(Position position) {
    if (stack.peek() instanceof OpenMapping mapping && mapping.expectsKey()) {
      throw log.fatal(position, "a key must be a single word, not a mapping or a sequence.");
    }
  }

  private void add(Node node) {
    nodes++;
    if (nodes > MOST_NODES) {
      throw log.fatal(node.position(), "the file has more than 100,000 values.");
    }
    Open parent = stack.peek();
    if (parent == null) {
      root = node;
    } else {
      parent.add(node);
    }
  }

  /** Gives the position of a line and column that count from 1; of 0 and 0, that of the whole. */
  private interface Locator {
    Position at(int line, int column);
  }

  /** A mapping or sequence that has begun but not ended. */
  private sealed interface Open {
    Position position();

    void add(Node node);

    Node close();
  }

  private static final class OpenSequence implements Open {
    private final Position position;
    private final List<Node> items = new ArrayList<>();

    OpenSequence(Position position) {
      this.position = position;
    }

    @Override
    public Position position() {
      return position;
    }

    @Override
    public void add(Node node) {
      items.add(node);
    }

    @Override
    public Node close() {
      return new Node.Sequence(position, List.copyOf(items));
    }
  }

  private final class OpenMapping implements Open {
    private final Position position;
    private final Map<String, Node.Entry> entries = new LinkedHashMap<>();
    private Node.@Nullable Scalar key;

    OpenMapping(Position position) {
      this.position = position;
    }

    boolean expectsKey() {
      return key == null;
    }

    @Override
    public Position position() {
      return position;
    }

    @Override
    public void add(Node node) {
      if (key == null) {
        // Collections never get here: rejectAsKey.
        key = (Node.Scalar) node;
        return;
      }
      Node.Scalar at = key;
      key = null;
      Node.Entry first = entries.get(at.text());
      if (first != null) {
        log.error(
            at.position(),
            "the key "
                + Quote.of(at.text())
                + " is given twice, first at "
                + first.keyPosition().brief()
                + ".");
      } else if (at.text().equals("<<")) {
        log.error(at.position(), "merge keys (<<) are not part of the scenario language.");
      } else if (at.isNull()) {
        log.error(at.position(), "a key is missing before the colon.");
      } else {
        entries.put(at.text(), new Node.Entry(at.position(), node));
      }
    }

    @Override
    public Node close() {
      return new Node.Mapping(position, entries);
    }
  }
}
