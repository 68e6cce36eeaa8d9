package weft.topology.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import weft.topology.build.Clos;
import weft.topology.build.CubeTorus;
import weft.topology.build.Dragonfly;
import weft.topology.build.Families;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.build.TierOptics;
import weft.topology.build.Torus;
import weft.topology.build.TorusShape;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

/** What a picture prints is what the topology has, however much of it is folded. */
@Tag("slow")
final class TopologyPictureTest {

  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");
  private static final LinkType LINK = LinkType.lossless("link", 400_000_000_000L, 500_000);
  private static final TierOptics COPPER = new TierOptics(null, null);

  static List<Arguments> topologies() {
    List<Topology> topologies = new ArrayList<>(Families.all());
    topologies.addAll(
        List.of(
            new SingleSwitch(1, LINK).build(),
            new SingleSwitch(500, LINK).build(),
            Clos.leafSpine(H100, 20, 8, 4).name("20 nodes").build(),
            new SuperPod(H100, 4).nodes(127).build(),
            new SuperPod(H100, 16).build(),
            new Dragonfly(H100, 8, 4, 4).build(),
            new Torus(TorusShape.torus(List.of(8, 8)), LINK, COPPER).build(),
            new Torus(TorusShape.torus(List.of(3, 40, 40)), LINK, COPPER).build(),
            new CubeTorus(List.of(8, 8, 8), 8, LINK).build(),
            line(300)));
    return topologies.stream()
        .map(topology -> Arguments.of(Named.of(topology.name(), topology)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("topologies")
  @Tag("slow")
  void countsAddUp(Topology topology) throws Exception {
    Element root = parsed(TopologyPicture.svg(topology));
    Map<String, Integer> printed = new TreeMap<>();
    collect(root, 1, printed);
    Map<String, Integer> wanted = new TreeMap<>();
    for (Device device : topology.devices()) {
      wanted.merge(singular(Tally.devices(List.of(device).stream()).get(0)), 1, Integer::sum);
    }
    topology
        .cables()
        .forEach(
            cable ->
                Tally.cables(List.of(cable).stream())
                    .values()
                    .forEach(line -> wanted.merge(singular(line), 1, Integer::sum)));
    assertThat(printed).isEqualTo(wanted);
    assertThat(width(root)).isLessThanOrEqualTo(1_600);
  }

  @ParameterizedTest
  @MethodSource("topologies")
  void theSameTopologyGivesTheSameBytes(Topology topology) {
    assertThat(TopologyPicture.svg(topology)).isEqualTo(TopologyPicture.svg(topology));
  }

  /** Nothing sticks out of the picture, and no part out of the one around it. */
  @ParameterizedTest
  @MethodSource("topologies")
  void partsLieWithinEachOther(Topology topology) {
    int[] colours = Colours.of(topology);
    Frame root = new Layout(colours).whole(Decomposition.of(topology, colours));
    root.settle(0, 0);
    assertNested(root);
  }

  private static void assertNested(Frame frame) {
    for (Box box : frame.boxes) {
      assertThat(box.x).isGreaterThanOrEqualTo(frame.x);
      assertThat(box.x + box.width).isLessThanOrEqualTo(frame.x + frame.width);
      assertThat(box.y + box.height).isLessThanOrEqualTo(frame.y + frame.height);
    }
    List<Frame> children = frame.children;
    for (int i = 0; i < children.size(); i++) {
      Frame child = children.get(i);
      assertThat(child.x).isGreaterThanOrEqualTo(frame.x);
      assertThat(child.x + child.width).isLessThanOrEqualTo(frame.x + frame.width);
      assertThat(child.y + child.height).isLessThanOrEqualTo(frame.y + frame.height);
      for (Frame other : children.subList(0, i)) {
        boolean apart =
            child.x >= other.x + other.width
                || other.x >= child.x + child.width
                || child.y >= other.y + other.height
                || other.y >= child.y + child.height;
        assertThat(apart).isTrue();
      }
      assertNested(child);
    }
  }

  /** A unit with one cable less is not folded into the others, nor is a node with a faster one. */
  @Test
  void onlyWhatIsBuiltAlikeIsFolded() {
    assertThat(signatures(star(8, -1))).isEqualTo(1);
    assertThat(signatures(star(8, 3))).isEqualTo(2);
  }

  /** A switch with GPUs, of which one may have a slower cable. */
  private static Topology star(int gpus, int slow) {
    TopologyBuilder builder = new TopologyBuilder("star");
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < gpus; i++) {
      devices.add(builder.addDevice(DeviceKind.GPU, "gpu-" + i, i, 0));
    }
    Device hub = builder.addDevice(DeviceKind.SWITCH, "hub", Device.NONE, Device.NONE);
    for (int i = 0; i < gpus; i++) {
      LinkType link = i == slow ? LINK.atRate(100_000_000_000L) : LINK;
      builder.connect(new CableClass(CableTier.GPU_SWITCH, link), devices.get(i), hub);
    }
    return builder.build();
  }

  private static long signatures(Topology topology) {
    return Decomposition.of(topology, Colours.of(topology)).children().stream()
        .map(Part::signature)
        .distinct()
        .count();
  }

  /** The groups of a dragonfly are found by their cables, and the cubes of a torus. */
  @Test
  void lateralPartsFollowFromTheCables() {
    Topology dragonfly = new Dragonfly(H100, 4, 8, 2).build();
    Part groups = Decomposition.of(dragonfly, Colours.of(dragonfly));
    assertThat(groups.form()).isEqualTo(Part.Form.LATERAL);
    assertThat(groups.children()).hasSize(9);
    Topology torus = new CubeTorus(List.of(8, 8, 8), 8, LINK).build();
    Part cubes = Decomposition.of(torus, Colours.of(torus));
    assertThat(cubes.children()).hasSize(8);
    assertThat(cubes.children()).allSatisfy(cube -> assertThat(cube.children()).hasSize(64));
  }

  @Test
  void namesAreEscaped() throws Exception {
    TopologyBuilder builder = new TopologyBuilder("<&\"\u0001\uD800 ]]> -- é");
    Device gpu = builder.addDevice(DeviceKind.GPU, "<script>&", 0, 0);
    Device hub = builder.addDevice(DeviceKind.SWITCH, "\"'", Device.NONE, Device.NONE);
    builder.connect(new CableClass(new CableTier("</g>", "<b>&", false), LINK), gpu, hub);
    Element root = parsed(TopologyPicture.svg(builder.build()));
    assertThat(root.getElementsByTagName("script").getLength()).isZero();
    assertThat(root.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("<&\"\uFFFD\uFFFD ]]> -- é");
  }

  /** Of long names the end stays, in which devices differ; no cut goes through a character. */
  @Test
  void longNamesAreCutInTheMiddle() {
    assertThat(Layout.shortened("leaf-0", 6)).isEqualTo("leaf-0");
    assertThat(Layout.shortened("hall-3-row-17-leaf-0", 10)).isEqualTo("hal…leaf-0");
    assertThat(Layout.shortened("\uD83D\uDE00".repeat(9), 4))
        .isEqualTo("\uD83D\uDE00…" + "\uD83D\uDE00".repeat(2));
    TopologyBuilder builder = new TopologyBuilder("hall ".repeat(40) + "end");
    builder.addDevice(DeviceKind.GPU, "gpu", 0, 0);
    assertThat(TopologyPicture.svg(builder.build())).containsPattern(">hall .{1,45}end</text>");
  }

  /** 16,384 GPUs, and a line on which no two switches are alike. */
  @Test
  @Timeout(20)
  @Tag("slow")
  void largeAndIrregularFabricsTakeNoLongTime() {
    assertThat(TopologyPicture.svg(new SuperPod(H100, 64).build()).length()).isLessThan(100_000);
    assertThat(TopologyPicture.svg(line(30_000)).length()).isLessThan(500_000);
  }

  /** Switches in a row with a GPU at one end. */
  private static Topology line(int switches) {
    TopologyBuilder builder = new TopologyBuilder("line of " + switches);
    CableClass cable = new CableClass(CableTier.GPU_SWITCH, LINK);
    Device before = builder.addDevice(DeviceKind.GPU, "gpu", 0, 0);
    for (int i = 0; i < switches; i++) {
      Device next = builder.addDevice(DeviceKind.SWITCH, "s" + i, Device.NONE, Device.NONE);
      builder.connect(cable, before, next);
      before = next;
    }
    return builder.build();
  }

  private static Element parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }

  private static double width(Element root) {
    return Double.parseDouble(root.getAttribute("width"));
  }

  /** Counts in the texts of a group, each times the numbers of the groups around it. */
  private static void collect(Element element, int times, Map<String, Integer> counts) {
    int own = times;
    List<Element> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(child);
        if (child.getAttribute("class").equals("times")) {
          own *= number(child.getTextContent().substring(1));
        }
      }
    }
    for (Element child : children) {
      String style = child.getAttribute("class");
      if (style.equals("devices") || style.equals("cables")) {
        String text = child.getTextContent().replace("↑ ", "");
        counts.merge(
            singular(text), own * number(text.substring(0, text.indexOf(' '))), Integer::sum);
      } else {
        collect(child, own, counts);
      }
    }
  }

  private static int number(String text) {
    return Integer.parseInt(text.replace(",", ""));
  }

  /** What is counted, in a word that does not depend on how many there are. */
  private static String singular(String line) {
    return line.substring(line.indexOf(' ') + 1).replaceFirst("(switch|Switch)es$|s$", "$1");
  }
}
