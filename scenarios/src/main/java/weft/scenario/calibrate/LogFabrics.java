package weft.scenario.calibrate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.NcclLog;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;
import weft.scenario.parse.ScenarioException;
import weft.sim.fabric.Fabric;
import weft.topology.build.Clos;
import weft.topology.compile.FabricCompiler;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;

/** Builds the fabric that a log ran on, as far as one can tell: nodes of its GPU, not blocked. */
public final class LogFabrics {

  private static final int NODES_OF_A_LEAF = 16;

  private final HardwareCatalog hardware;

  /** With nodes of a catalogue. */
  public LogFabrics(HardwareCatalog hardware) {
    this.hardware = hardware;
  }

  /**
   * The node that a log ran on: the first of the catalogue with its GPU and as many of them.
   *
   * @param wanted its name; null to go by the GPU
   * @throws ScenarioException if there is none, or if it has GPUs of another kind
   */
  public NodeType node(NcclLog log, @Nullable String wanted) {
    int most = log.nodes().stream().mapToInt(Integer::intValue).max().orElseThrow();
    NodeType node = wanted == null ? nodeOf(log, most) : hardware.node(wanted);
    if (!gpus(log).isEmpty() && !gpus(log).contains(node.gpu().name())) {
      throw ScenarioException.of(
          Position.whole(log.file()),
          "ran on %s, but %s has GPUs of another kind, %s. Maybe no --node, or that of a %s."
              .formatted(Quote.of(log.gpu()), node.name(), node.gpu().name(), gpus(log).get(0)));
    }
    if (node.gpus() < most) {
      throw ScenarioException.of(
          Position.whole(log.file()),
          "has %d ranks on a node, but %s has %d GPUs. Maybe another --node."
              .formatted(most, node.name(), node.gpus()));
    }
    return node;
  }

  /** The names of the GPUs that the log may mean, the most exact first. */
  private List<String> gpus(NcclLog log) {
    String words = log.gpu().toLowerCase(Locale.ROOT);
    return hardware.gpus().stream()
        .map(Gpu::name)
        .filter(words::contains)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  private NodeType nodeOf(NcclLog log, int most) {
    List<String> gpus = gpus(log);
    return gpus.stream()
        .flatMap(gpu -> hardware.nodes().stream().filter(node -> node.gpu().name().equals(gpu)))
        .filter(node -> node.gpus() >= most)
        .findFirst()
        .orElseThrow(
            () ->
                ScenarioException.of(
                    Position.whole(log.file()),
                    "ran on %s, of which the catalogue has no node of %d. Maybe --node dgx-h100."
                        .formatted(Quote.of(log.gpu()), most)));
  }

  /** A fabric of such nodes, as many as the log has. */
  public static Fabric fabric(NcclLog log, NodeType node) {
    int nodes = log.nodes().size();
    int ofLeaf = Math.min(nodes, NODES_OF_A_LEAF);
    int units = (nodes + ofLeaf - 1) / ofLeaf;
    return FabricCompiler.compile(
        Clos.leafSpine(node, units * ofLeaf, ofLeaf, units == 1 ? 1 : NODES_OF_A_LEAF).build());
  }
}
