package weft.topology.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.topology.error.TopologyException;
import weft.topology.graph.Device;
import weft.topology.hardware.HardwareCatalog;

/** Each mistake has its message, with the file, the line where there is one, and the value. */
@Tag("slow")
final class BadFilesTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();

  /** In line 2 two devices, in line 3 a cable; a case replaces part of it. */
  private static final String DOT =
      """
      graph {
        a [kind=gpu]; b [kind=gpu]; s [kind=switch]
        a -- s [rate="400Gbps"]
        b -- s [rate="400Gbps"]
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "b [kind=gpu]|a [kind=gpu]|my.dot:2: two devices have the id \"a\"; the first is in line 2",
        "s [kind=switch]|s [kind=swich]|my.dot:2: device \"s\": unknown kind \"swich\". Maybe"
            + " switch.",
        "s [kind=switch]|s|my.dot:2: device \"s\" lacks the attribute \"kind\". Maybe gpu.",
        "[rate=\"400Gbps\"]|[]|my.dot:3: the cable \"a\" – \"s\" lacks the attribute \"rate\"."
            + " Maybe 400Gbps.",
        "a -- s|a -- a|my.dot:3: the cable \"a\" – \"a\": leads back to where it starts",
        "a -- s|a -- switch|my.dot:3: the cable \"a\" – \"switch\": no device has the id"
            + " \"switch\". Each device needs an entry of its own.",
        "400Gbps|-4Gbps|my.dot:3: the cable \"a\" – \"s\": rate is \"-4Gbps\", which is out of"
            + " range",
        "400Gbps|0Gbps|rate is \"0Gbps\", which is out of range",
        "400Gbps|400|my.dot:3: the cable \"a\" – \"s\": rate is \"400\", which has no unit. Maybe"
            + " 400Gbps.",
        "400Gbps|400Gbp|rate has an unknown unit \"Gbp\". Maybe",
        "400Gbps|fast|rate is \"fast\", which is not a number with its unit",
        "[rate=|[lenght=\"3m\", rate=|my.dot:3: the cable \"a\" – \"s\" has an unknown attribute"
            + " \"lenght\". Maybe length.",
        "[rate=|[length=\"-3m\", rate=|length is \"-3m\", which is out of range",
        "[rate=|[efficiency=2, rate=|efficiency is \"2\"; it lies above 0",
        "[rate=|[rateBps=1, rate=|has both rateBps and rate",
        "[rate=|[sourceModule=800g, rate=|my.dot:3: the cable \"a\" – \"s\": unknown transceiver",
        "[rate=|[sourceModule=\"400g-sr4\", targetModule=\"400g-dr4\", rate=|my.dot:3: the cable \"a\""
            + " – \"s\": transceiver 400g-sr4 is SR and 400g-dr4 at the other end is DR: neither"
            + " understands the other",
        "[rate=|[circuitSwitch=ocs, rate=|my.dot:3: the cable \"a\" – \"s\": circuitSwitch: the graph"
            + " has no circuit switch \"ocs\". Maybe circuitSwitches of the graph.",
        "graph {|graph { circuitSwitches=ocs;|my.dot: the graph: circuitSwitches: \"ocs\" is not a name"
            + " with its number of ports. Maybe ocs:136.",
        "graph {|graph { circuitSwitches=\"o:x\";|circuitSwitches is \"x\", which is not a number",
        "graph {|graph { circuitSwitches=\"o:2 o:2\";|two devices are called o",
        "a -- s|a -> s|my.dot:3: \"->\" has a direction",
        "graph {|digraph {|my.dot:1: is a digraph",
        "graph {|strict graph {|my.dot:1: a strict graph",
        "a -- s|a -- {s}|my.dot:3: a cable to a group",
        "graph {|graph { /*|a comment has no end",
        "b -- s|b -- s2|no device has the id \"s2\". Maybe s.",
        "b -- s [rate=\"400Gbps\"]|;|my.dot: \"b\" is not connected to \"a\"",
        "a [kind=gpu]; b [kind=gpu];|a [kind=nic]; b [kind=nic];|my.dot: has no device of kind gpu",
        "s [kind=switch]|s [kind=switch, name=a]|my.dot:2: device \"s\": two devices are called a",
        "s [kind=switch]|s [kind=switch, switchType=qm97]|my.dot:2: device \"s\": unknown switch"
            + " \"qm97\"",
        "s [kind=switch]|s [kind=switch, switchType=qm97]|The catalog: section of the scenario can"
            + " define it.",
        "[rate=|[cable=rope, rate=|my.dot:3: the cable \"a\" – \"s\": unknown cable \"rope\"",
        "s [kind=switch]|s [kind=switch, switchType=qm8790]|my.dot:2: device \"s\": the ports of a"
            + " qm8790 run at 200 Gb/s; a cable of 400 Gb/s is too fast",
        "s [kind=switch]|s [kind=switсh]|unknown kind \"switсh\" (its character 5 is U+0441"
            + " CYRILLIC SMALL LETTER ES). Maybe switch.",
        "s [kind=switch]|s [kіnd=switch]|an unknown attribute \"kіnd\" (its character 2 is U+0456"
            + " CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I). Maybe kind.",
        "b -- s|b -- ѕ|no device has the id \"ѕ\" (its character 1 is U+0455 CYRILLIC SMALL LETTER"
            + " DZE).",
        "a [kind=gpu]|a [kind=gpu, switchType=qm9700]|has a switchType, but is no switch",
        "}|} x|my.dot:5: \"x\" behind the end"
      })
  void isNamed(String part, String replacement, String message) {
    String text = DOT.replaceFirst(java.util.regex.Pattern.quote(part), replacement);
    assertThat(text).isNotEqualTo(DOT);
    assertThatThrownBy(() -> TopologyFile.parse("my.dot", text, CATALOG))
        .isInstanceOf(TopologyException.class)
        .hasMessageStartingWith("my.dot:")
        .message()
        .contains(message)
        .containsOnlyOnce("my.dot");
  }

  /** Rails without a spine, and nodes without NVLink: GPU 0 of one and GPU 1 of the other. */
  @Test
  void whatCannotBeRoutedIsRefused() {
    String text =
        """
        graph { node [kind=gpu]; a0; a1; b0; b1
          node [kind=nvswitch]; a; b
          node [kind=leaf]; l0; l1
          edge [rate="400Gbps"]
          a0 -- a; a1 -- a; b0 -- b; b1 -- b
          a0 -- l0; b0 -- l0; a1 -- l1; b1 -- l1 }
        """;
    assertThat(TopologyFile.parse("my.dot", text, CATALOG).devices()).hasSize(8);
    String apart = text.replace("a1 -- a;", "").replace("b1 -- b", "b1 -- a");
    assertThatThrownBy(() -> TopologyFile.parse("my.dot", apart, CATALOG))
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("no up-down path leads from \"a1\" to \"b0\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<!DOCTYPE graphml><graphml/>|my.graphml:1: has a DOCTYPE",
        "<!DOCTYPE g [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><graphml>&x;</graphml>|has a"
            + " DOCTYPE",
        "<graphml>&x;</graphml>|is not sound XML",
        "<graphml><graph>|my.graphml:1: is not sound XML",
        "<svg/>|is <svg>, but <graphml> is wanted",
        "<graphml/>|my.graphml: has no <graph>",
        "<graphml><graph edgedefault=\"directed\"/></graphml>|a cable carries both directions",
        "<graphml><graph><node/></graph></graphml>|<node> lacks its id",
        "<graphml><node id=\"a\"/></graphml>|<node> stands where none can be",
        "<graphml><graph><graph/></graph></graphml>|a second <graph>",
        "<graphml><graph><node id=\"a\"><data key=\"k\">x</data></node></graph></graphml>|no <key>"
            + " has the id \"k\"",
        "<graphml><graph><hyperedge/></graph></graphml>|<hyperedge> is not supported",
        "<graphml><graph><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\""
            + " href=\"/etc/passwd\"/></graph></graphml>|my.graphml:1: <include> is not supported:"
            + " a graph is one file",
        "<graphml><graph><desc><i:include xmlns:i=\"http://www.w3.org/2001/XInclude\""
            + " href=\"my.graphml\"/></desc></graph></graphml>|<include> is not supported",
        "<graphml><graph><node id=\"a\"><locator href=\"b.graphml\"/></node></graph></graphml>|"
            + "<locator> is not supported",
        "<!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]><graphml>&b;</graphml>|has a"
            + " DOCTYPE",
        "<graphml><graph><node id=\"a\"/><node id=\"a\"/></graph></graphml>|two devices have the id"
            + " \"a\"",
        "<graphml><key id=\"k\"/><key id=\"k\"/></graphml>|two keys have the id \"k\"",
        "<graphml><graph/></graphml>|has no device of kind gpu"
      })
  void graphMlIsReadWithCare(String text, String message) {
    assertThatThrownBy(() -> TopologyFile.parse("my.graphml", text, CATALOG))
        .isInstanceOf(TopologyException.class)
        .hasMessageStartingWith("my.graphml:")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|my.json: lacks the key \"schema\"",
        "[1]|my.json:1: \"[\" stands where \"{\" is wanted",
        "{\"schema\": \"weft-topology/1\"}|my.json:1: the schema is \"weft-topology/1\"",
        "{\"device\": []}|unknown key \"device\". Maybe devices.",
        "{\"name\": \"a\", \"name\": \"b\"}|the key \"name\" is given twice",
        "{\"devices\": [{\"kind\": \"gpu\"}]}|a device lacks its \"id\"",
        "{\"devices\": [{\"id\": \"a\", \"id\": \"b\"}]}|the key \"id\" is given twice",
        "{\"devices\": [{\"id\": [[[[|\"[\" stands where text or a number is wanted",
        "{\"devices\": [{\"id\": gpu}]}|\"gpu\" is not a value. Maybe in quotes.",
        "{\"name\": \"a|text in quotes has no end",
        "{\"name\": \"\\u12|\\u without four hexadecimal digits",
        "{\"name\": \"\\|an unknown escape",
        "{\"name\": \"a\"|the end of the file stands where \"}\" is wanted",
        "{\"$ref\": \"my.json\"}|unknown key \"$ref\"",
        "{\"devices\": [{\"$ref\": \"my.json\"}]}|the key \"$ref\" is not supported: a graph is one"
            + " file",
        "{\"devices\": [{\"id\": \"a\"}, {\"id\": \"a\"}]}|two devices have the id \"a\"",
        "{\"devices\": [{\"id\": \"a\", \"kind\": \"gpu\", \"kind\": \"nic\"}]}|the key \"kind\" is"
            + " given twice",
        "{\"cables\": [{\"source\": \"a\"}]}|a cable lacks its \"target\""
      })
  void jsonIsReadWithCare(String text, String message) {
    assertThatThrownBy(() -> TopologyFile.parse("my.json", text, CATALOG))
        .isInstanceOf(TopologyException.class)
        .hasMessageStartingWith("my.json:")
        .hasMessageContaining(message);
  }

  /** Every beginning of a sound file is refused in words, or is one itself. */
  @ParameterizedTest
  @ValueSource(strings = {"graph", "graphml", "dot"})
  void everyBeginningIsRefusedInWords(String format) {
    var topology = TopologyFile.parse("my.dot", DOT, CATALOG);
    String text =
        weft.topology.export.GraphFormat.valueOf(format.toUpperCase(java.util.Locale.ROOT))
            .write(topology);
    String file = "my." + format.replaceFirst("graph$", "json");
    for (int length = 0; length < text.stripTrailing().length(); length++) {
      String beginning = text.substring(0, length);
      assertThatThrownBy(() -> TopologyFile.parse(file, beginning, CATALOG))
          .as("the first %d characters", length)
          .isInstanceOf(TopologyException.class);
    }
  }

  @Test
  void deepNestingIsNoProblem() {
    String deep = "{".repeat(1_000_000);
    assertThatThrownBy(() -> TopologyFile.parse("my.dot", "graph " + deep, CATALOG))
        .isInstanceOf(TopologyException.class);
    for (String json : List.of(deep, "[".repeat(1_000_000), "{\"devices\":".repeat(1_000_000))) {
      assertThatThrownBy(() -> TopologyFile.parse("my.json", json, CATALOG))
          .isInstanceOf(TopologyException.class);
    }
    String xml = "<graphml>" + "<desc>".repeat(100_000);
    assertThatThrownBy(() -> TopologyFile.parse("my.graphml", xml, CATALOG))
        .isInstanceOf(TopologyException.class);
  }

  @Test
  void filesThatAreNoneAreNamed() throws Exception {
    assertFault(folder, "is a directory");
    assertFault(folder.resolve("none.dot"), "there is no such file");
    assertFault(write("my.txt", "graph {}".getBytes(StandardCharsets.UTF_8)), "tells no format");
    assertFault(write("my.dot", new byte[] {(byte) 0xFF}), "is not text in UTF-8");
    assertFault(write("zero.dot", new byte[] {'g', 0}), "is binary, not text: character 1");
    assertFault(write("utf16.dot", "\uFEFFgraph".getBytes(StandardCharsets.UTF_16LE)), "in UTF-16");
    assertFault(write("utf16be.dot", "graph".getBytes(StandardCharsets.UTF_16)), "in UTF-16");
    assertFault(write("large.dot", new byte[(64 << 20) + 1]), "is larger than 64 MiB");
  }

  /** 1 GB without a byte on the disk: to read it would take seconds, to hold it the memory. */
  @Test
  @Timeout(1)
  void aHugeFileIsNotRead() throws Exception {
    Path huge = folder.resolve("huge.json");
    try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
      sparse.setLength(1_000_000_000);
    }
    assertFault(huge, "is larger than 64 MiB");
  }

  /** Whoever reads a pipe that nobody writes to, or a device without end, waits for ever. */
  @Test
  @Timeout(10)
  void onlyRegularFilesAreRead() throws Exception {
    Path pipe = folder.resolve("pipe.dot");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertFault(pipe, "is no regular file");
    Path zero = Files.createSymbolicLink(folder.resolve("zero.json"), Path.of("/dev/zero"));
    assertFault(zero, "is no regular file");
    Path loop = Files.createSymbolicLink(folder.resolve("loop.dot"), Path.of("loop.dot"));
    assertFault(loop, "cannot be read");
    Path file = write("my.dot", DOT.getBytes(StandardCharsets.UTF_8));
    Path link = Files.createSymbolicLink(folder.resolve("link.dot"), file);
    Path chain = Files.createSymbolicLink(folder.resolve("chain.dot"), link);
    assertThat(TopologyFile.read(chain, CATALOG).devices()).hasSize(3);
  }

  /** Each port takes one cable; ports of two devices have nothing to do with each other. */
  @ParameterizedTest
  @ValueSource(strings = {"my.dot", "my.json", "my.graphml"})
  void aPortTakesOneCable(String file) {
    assertThat(TopologyFile.parse(file, twoCables(file, "1", "2"), CATALOG).cables()).hasSize(2);
    String message =
        "%s:4: the cable \"s\" – \"b\": the port \"1\" of \"s\" is taken by the cable in line 3"
            .formatted(file);
    assertThatThrownBy(() -> TopologyFile.parse(file, twoCables(file, "1", "1"), CATALOG))
        .isInstanceOf(TopologyException.class)
        .hasMessage(message);
  }

  /** Two cables of a switch, which is the target of the one and the source of the other. */
  private static String twoCables(String file, String first, String second) {
    String text =
        switch (file) {
          case "my.dot" ->
              """
              graph { edge [rate="400Gbps"]
                a [kind=gpu]; b [kind=gpu]; s [kind=switch]
                a -- s [sourcePort=1, targetPort=FIRST]
                s -- b [sourcePort=SECOND, targetPort=1] }
              """;
          case "my.json" ->
              """
              { "schema": "weft-graph/1", "devices": [ {"id": "a", "kind": "gpu"},
                {"id": "b", "kind": "gpu"}, {"id": "s", "kind": "switch"} ], "cables": [
                {"source": "a", "target": "s", "rate": "1Gbps", "sourcePort": 1, "targetPort": FIRST},
                {"source": "s", "target": "b", "rate": "1Gbps", "sourcePort": SECOND} ] }
              """;
          default ->
              """
              <graphml><key id="k" attr.name="kind"><default>gpu</default></key><key id="p" attr.name="sourcePort"/><key id="q" attr.name="targetPort"/>
              <key id="r" for="edge" attr.name="rate"><default>1Gbps</default></key><graph><node id="a"/><node id="b"/><node id="s"><data key="k">switch</data></node>
              <edge source="a" target="s"><data key="p">1</data><data key="q">FIRST</data></edge>
              <edge source="s" target="b"><data key="p">SECOND</data></edge></graph></graphml>
              """;
        };
    return text.replace("FIRST", first).replace("SECOND", second);
  }

  /** A QM9700 has 64 ports of 400 Gb/s, each of which two cables of 200 Gb/s may share. */
  @ParameterizedTest
  @CsvSource({"64, 400, ", "65, 400, 65", "128, 200, ", "129, 200, 65"})
  void aSwitchHasOnlySoManyPorts(int gpus, int gbps, @Nullable Integer needed) {
    StringBuilder text = new StringBuilder("graph { node [kind=gpu]; edge [rate=\"");
    text.append(gbps).append("Gbps\"]\n hub [kind=switch, switchType=qm9700]\n");
    for (int gpu = 0; gpu < gpus; gpu++) {
      text.append("g%d; g%d -- hub;".formatted(gpu, gpu));
    }
    text.append('}');
    if (needed == null) {
      assertThat(TopologyFile.parse("my.dot", text.toString(), CATALOG).cables()).hasSize(gpus);
    } else {
      assertThatThrownBy(() -> TopologyFile.parse("my.dot", text.toString(), CATALOG))
          .isInstanceOf(TopologyException.class)
          .hasMessage(
              "my.dot:2: device \"hub\": hub needs %d ports, but a qm9700 has 64"
                  .formatted(needed));
    }
  }

  /** Letters of any language make an id; those that only look alike are two devices. */
  @Test
  void idsMayBeInAnyLanguage() {
    String text = DOT.replace("b ", "а ");
    assertThat(TopologyFile.parse("my.dot", text, CATALOG).devices())
        .extracting(Device::name)
        .containsExactly("a", "а", "s");
  }

  private Path write(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes);
  }

  private static void assertFault(Path file, String message) {
    assertThatThrownBy(() -> TopologyFile.read(file, CATALOG))
        .isInstanceOf(TopologyException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  /** Two circuits take four ports. */
  @Test
  void aCircuitSwitchHasOnlySoManyPorts() {
    String text = DOT.replace("graph {", "graph { circuitSwitches=\"ocs:3\";");
    assertThat(TopologyFile.parse("my.dot", text, CATALOG).circuitSwitches()).hasSize(1);
    String full = text.replace("[rate=", "[circuitSwitch=ocs, rate=");
    assertThatThrownBy(() -> TopologyFile.parse("my.dot", full, CATALOG))
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("my.dot:4: ")
        .hasMessageContaining("ocs needs 4 ports (2 for each circuit), but has 3");
  }

  /** A path may follow cables of one level, but not climb again after that. */
  @Test
  void devicesOfALevelMayBeJoined() {
    String text =
        """
        graph {
          a [kind=gpu]; b [kind=gpu]; c [kind=gpu]
          r [kind=leaf]; s [kind=leaf]; t [kind=leaf]; u [kind=spine]
          edge [rate="400Gbps"]
          a -- r; b -- s; c -- t; r -- s; s -- t
          t -- u
        }
        """;
    assertThat(TopologyFile.parse("my.dot", text, CATALOG).cables()).hasSize(6);
    String apart = text.replace("s -- t", "s -- u");
    assertThatThrownBy(() -> TopologyFile.parse("my.dot", apart, CATALOG))
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("no up-down path leads from \"a\" to \"c\"");
  }
}
