package weft.topology.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weft.topology.compile.FabricCompiler;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.FileAttribute;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;

/** The examples of the document are in order and mean what it says; no attribute is left out. */
final class CustomFabricsDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/custom-fabrics.md");
  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();

  @Test
  void theExamplesAreOneFabric() throws Exception {
    Topology graphMl = TopologyFile.parse("my.graphml", block("xml"), CATALOG);
    Topology dot = TopologyFile.parse("my.dot", block("dot"), CATALOG);
    Topology json = TopologyFile.parse("my.json", block("json"), CATALOG);
    assertThat(dot.devices()).isEqualTo(graphMl.devices()).isEqualTo(json.devices());
    assertThat(dot.cables()).isEqualTo(graphMl.cables()).isEqualTo(json.cables());
    assertThat(dot.devices(DeviceKind.GPU).map(Device::node)).containsExactly(0, 1, 2);
    assertThat(dot.devices(DeviceKind.GPU).map(Device::rail)).containsExactly(0, 0, 0);
    assertThat(dot.tiers()).containsExactly(CableTier.GPU_SWITCH);
    assertThat(dot.cables().stream().map(cable -> cable.link().rateBps()))
        .containsExactly(400_000_000_000L, 400_000_000_000L, 100_000_000_000L);
    assertThat(dot.cables().stream().map(Cable::latencyPs))
        .containsExactly(500_000L, 500_000L, 650_000L);
    assertThat(FabricCompiler.compile(dot).endpointCount()).isEqualTo(3);
  }

  @Test
  void everyAttributeIsExplained() throws Exception {
    String text = Files.readString(DOCUMENT);
    for (FileAttribute attribute : FileAttribute.values()) {
      assertThat(text).contains("`" + attribute.text() + "`");
    }
    for (DeviceKind kind : DeviceKind.values()) {
      assertThat(text).contains("`" + kind.role() + "` " + kind.level());
    }
  }

  /** GPUs are ranks node by node, whatever their order; a node is what hangs together inside. */
  @Test
  void nodesAndRailsFollowFromTheCables() {
    String text =
        """
        graph {
          node [kind=gpu]; a0; b0; a1; b1
          node [kind=nic]; na; nb
          l [kind=leaf]
          edge [rate="400Gbps"]
          a0 -- na -- a1; nb -- b0; nb -- b1
          edge [length="30m"]
          na -- l -- nb
        }
        """;
    Topology topology = TopologyFile.parse("my.gv", text, CATALOG);
    assertThat(topology.devices(DeviceKind.GPU).map(Device::name))
        .containsExactly("a0", "a1", "b0", "b1");
    assertThat(topology.devices(DeviceKind.GPU).map(Device::node)).containsExactly(0, 0, 1, 1);
    assertThat(topology.devices(DeviceKind.GPU).map(Device::rail)).containsExactly(0, 1, 0, 1);
    assertThat(topology.tiers()).containsExactly(CableTier.PCIE, CableTier.NODE_LEAF);
    assertThat(topology.cables().get(4).latencyPs()).isEqualTo(150_000);
  }

  private static String block(String language) throws Exception {
    Matcher matcher =
        Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(DOCUMENT));
    assertThat(matcher.find()).as(language).isTrue();
    return matcher.group(1);
  }
}
