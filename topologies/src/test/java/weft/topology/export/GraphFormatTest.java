package weft.topology.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;

final class GraphFormatTest {

  private static final LinkType LINK = LinkType.lossless("link", 400_000_000_000L, 500_000);
  private static final Topology TWO_GPUS = new SingleSwitch(2, LINK).build();

  @Test
  void jsonHasALineForEachDeviceAndCable() {
    assertThat(GraphFormat.GRAPH.write(TWO_GPUS))
        .isEqualTo(
            """
            {
              "schema": "weft-graph/1",
              "name": "single switch",
              "devices": [
                {"id": "gpu-0", "kind": "gpu", "node": 0, "rail": 0},
                {"id": "gpu-1", "kind": "gpu", "node": 1, "rail": 0},
                {"id": "switch", "kind": "switch"}
              ],
              "cables": [
                {"source": "gpu-0", "target": "switch", CABLE},
                {"source": "gpu-1", "target": "switch", CABLE}
              ]
            }
            """
                .replace(
                    "CABLE",
                    "\"tier\": \"gpu-switch\", \"tierLabel\": \"GPU–switch\","
                        + " \"insideNode\": false, \"link\": \"link\", \"linkLabel\": \"link\","
                        + " \"rateBps\": 400000000000, \"efficiency\": 1.0,"
                        + " \"latencyPs\": 500000"));
  }

  @Test
  void dotQuotesEverything() {
    assertThat(GraphFormat.DOT.write(TWO_GPUS).lines())
        .startsWith(
            "graph {",
            "  graph [\"name\"=\"single switch\"]",
            "  \"gpu-0\" [\"kind\"=\"gpu\", \"node\"=\"0\", \"rail\"=\"0\"]")
        .contains("  \"switch\" [\"kind\"=\"switch\"]")
        .endsWith("}");
  }

  @Test
  void graphMlIsXmlWithTypedKeys() throws Exception {
    String text = GraphFormat.GRAPHML.write(TWO_GPUS);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(text)));
    assertThat(document.getElementsByTagName("node").getLength()).isEqualTo(3);
    assertThat(document.getElementsByTagName("edge").getLength()).isEqualTo(2);
    assertThat(text)
        .contains("attr.name=\"rateBps\" attr.type=\"long\"")
        .contains("<data key=\"edge.rateBps\">400000000000</data>")
        .contains("<node id=\"d2\"><data key=\"node.kind\">switch</data>");
  }

  @Test
  void oddNamesAreEscaped() {
    TopologyBuilder builder = new TopologyBuilder("a <b> & \"c\"");
    Device gpu = builder.addDevice(DeviceKind.GPU, "g\\1", 0, 0);
    Device leaf = builder.addDevice(DeviceKind.SWITCH, "s\"<&>", Device.NONE, Device.NONE);
    builder.connect(new CableClass(CableTier.GPU_SWITCH, LINK), gpu, leaf);
    Topology topology = builder.build();
    assertThat(GraphFormat.GRAPH.write(topology))
        .contains("\"a <b> & \\\"c\\\"\"", "\"g\\\\1\"", "\"s\\\"<&>\"");
    assertThat(GraphFormat.DOT.write(topology)).contains("\"g\\\\1\" -- \"s\\\"<&>\"");
    assertThat(GraphFormat.GRAPHML.write(topology))
        .contains("a &lt;b&gt; &amp; \"c\"", "s\"&lt;&amp;&gt;");
  }

  @ParameterizedTest
  @EnumSource
  void modulesAreNamedAndBytesRepeat(GraphFormat format) {
    HardwareCatalog catalog = HardwareCatalog.standard();
    String text = format.write(new SuperPod(catalog.node("dgx-h100"), 1).build());
    assertThat(text).contains("sourceModule", "targetModule", "node-00/gpu-0");
    assertThat(format.write(new SuperPod(catalog.node("dgx-h100"), 1).build())).isEqualTo(text);
  }
}
