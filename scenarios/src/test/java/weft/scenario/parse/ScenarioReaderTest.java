package weft.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.spec.AmaxReduction;
import weft.scenario.spec.AttentionKernel;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.Checking;
import weft.scenario.spec.DispatchPrecision;
import weft.scenario.spec.ExpectSpec;
import weft.scenario.spec.ExpertExchange;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.FailureSpec;
import weft.scenario.spec.FlowSpec;
import weft.scenario.spec.GradientPrecision;
import weft.scenario.spec.LaunchedBy;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.NetworkKind;
import weft.scenario.spec.NetworkSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.Operation;
import weft.scenario.spec.PacketSpec;
import weft.scenario.spec.PacketSwitchSpec;
import weft.scenario.spec.ParallelismSpec;
import weft.scenario.spec.PathsSpec;
import weft.scenario.spec.PipelineSchedule;
import weft.scenario.spec.Placement;
import weft.scenario.spec.Precision;
import weft.scenario.spec.ProtocolName;
import weft.scenario.spec.RankDimension;
import weft.scenario.spec.Recompute;
import weft.scenario.spec.RoutingPolicy;
import weft.scenario.spec.RoutingSpec;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.ShardingKind;
import weft.scenario.spec.SlowGpuSpec;
import weft.scenario.spec.StepOverheadSpec;
import weft.scenario.spec.SwitchesSpec;
import weft.scenario.spec.TransportSpec;
import weft.scenario.spec.WatchdogSpec;
import weft.scenario.spec.Wiring;
import weft.scenario.spec.WorkloadSpec;
import weft.topology.hardware.HardwareCatalog;

/** What is written arrives in the records; what is not, arrives as the default. */
final class ScenarioReaderTest {

  private static final Catalogue CATALOGUE =
      new KnownNames(HardwareCatalog.standard(), ModelCatalog.standard());

  private static final PacketSpec DEFAULT_PACKETS =
      new PacketSpec(
          new TransportSpec.Known("roce"),
          4096,
          64,
          64,
          1,
          0,
          PacketSpec.Completion.RECEIVED,
          new PathsSpec(null, null, null),
          new PacketSwitchSpec(
              null,
              1,
              null,
              null,
              null,
              List.of(1),
              null,
              null,
              new PacketSwitchSpec.EcnSpec(null, null, null, null, PacketSwitchSpec.MarkAt.ENQUEUE),
              new PacketSwitchSpec.PfcSpec(null, null, null, null),
              PacketSwitchSpec.Forwarding.STORE_AND_FORWARD),
          PacketSpec.ScaleUpKind.FLOW,
          new WatchdogSpec(100_000_000_000L, 1_000_000_000),
          0);

  private static final NetworkSpec DEFAULT_NETWORK =
      new NetworkSpec(
          NetworkKind.FLOW,
          new RoutingSpec(RoutingPolicy.ECMP),
          new StepOverheadSpec(2_800_000, 11_200_000, 8_400_000),
          null,
          OnOff.OFF,
          new FlowSpec(0, OnOff.ON),
          DEFAULT_PACKETS,
          null,
          10_000_000_000L);

  /** A transport is a name, or one form of several; both are read where one key stands for it. */
  @Test
  void aTransportMayHaveParameters() {
    String scenario =
        """
        fabric: { superpod: { node: dgx-h100, scalable-units: 4 } }
        network: { model: packet, packet: { transport: %s } }
        workload: { collective: { operation: all_reduce, begin: 1MiB } }
        """;
    assertThat(read(scenario.formatted("roce")).spec().network().packet().transport())
        .isEqualTo(new TransportSpec.Known("roce"));
    Draft draft = read(scenario.formatted("{ roce: { window: 1MiB } }"));
    assertThat(draft.problems().list()).isEmpty();
    assertThat(draft.spec().network().packet().transport())
        .isEqualTo(new TransportSpec.Roce(1L << 20, 67_108_864_000L, OnOff.OFF));
  }

  @Test
  void theLeastThatMustBeWritten() {
    Draft draft =
        read(
            """
            fabric: { superpod: { node: dgx-h100, scalable-units: 4 } }
            workload:
              training:
                model: gpt3-175b
                parallelism: { tensor: 8, pipeline: 8, data: 16 }
                global-batch: 1536
                sequence: 2048
            """);
    assertThat(draft.problems().list()).isEmpty();
    assertThat(draft.spec())
        .isEqualTo(
            new ScenarioSpec(
                "my",
                null,
                1,
                new FabricSpec.Superpod("dgx-h100", 4, null, null, null),
                DEFAULT_NETWORK,
                new WorkloadSpec.Training(
                    new ModelSpec.Known("gpt3-175b"),
                    new ParallelismSpec(8, 8, 16, 1, 1, OnOff.OFF, OnOff.ON, 1, null),
                    PipelineSchedule.ONE_FORWARD_ONE_BACKWARD,
                    1536,
                    1,
                    2048,
                    Precision.BF16,
                    AmaxReduction.DATA,
                    GradientPrecision.FP32,
                    Recompute.NONE,
                    ShardingKind.ZERO_1,
                    null,
                    AttentionKernel.FUSED,
                    OnOff.OFF,
                    OnOff.OFF,
                    OnOff.ON,
                    1,
                    1,
                    DispatchPrecision.BF16,
                    ExpertExchange.DIRECT,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Placement.IN_ORDER,
                    null),
                Checking.CHECKED,
                null,
                null));
  }

  @Test
  void everythingThatCanBeWritten() {
    Draft draft =
        read(
            """
            name: all
            description: every key
            seed: 9223372036854775807
            fabric:
              leaf-spine:
                node: dgx-a100
                nodes: 20
                wiring: rack
                nodes-per-unit: 4
                spines: 3
                links-per-pair: 2
                uplink-rate: 50GB/s
            network:
              model: analytic
              routing: { policy: ecmp }
              step-overhead: { scale-up: 1us, scale-out: 2us, launch: 3us }
              failures: [{ cable: [leaf-0, spine-1], number: 1, at: 0ps }]
            workload:
              training:
                model:
                  hidden: 1024
                  layers: 10
                  heads: 16
                  ffn: 5000
                  vocabulary: 50000
                  kv-heads: 4
                  head-size: 128
                  gated: on
                  tied: off
                  experts: { count: 8, active: 2, shared: 1, ffn: 2048, dense-layers: 1, groups: 4, active-groups: 2 }
                parallelism:
                  tensor: 8
                  pipeline: 2
                  data: 5
                  context: 2
                  virtual-stages: 1
                  uneven-stages: on
                  sequence-parallel: off
                  expert: 4
                  expert-tensor: 2
                schedule: 1f1b
                global-batch: 40
                micro-batch: 2
                sequence: 512
                precision: fp16
                amax-reduction: tensor
                gradient-precision: bf16
                recompute: full
                sharding: zero-3
                shards: 5
                attention: flash-1
                tensor-overlap: on
                expert-overlap: on
                data-overlap: off
                expert-capacity: 1.25
                expert-imbalance: 1.5
                expert-dispatch-precision: fp8
                expert-exchange: once-per-node
                gemm-efficiency: 0.7
                memory-efficiency: 0.85
                attention-efficiency: 0.5
                gpu-variation: 0.02
                slow-gpus: [{ rank: 17, speed: 0.8 }]
                rank-order: [pipeline, tensor]
                placement: random
                gpus: [3, 1]
            checking: audit
            expect:
              mfu: { min: 0.3, max: 0.6 }
              step-time: { min: 1s, max: 2s }
              busbw: { min: 1GBps, max: 2GBps }
            """);
    assertThat(draft.problems().list()).isEmpty();
    assertThat(draft.spec())
        .isEqualTo(
            new ScenarioSpec(
                "all",
                "every key",
                Long.MAX_VALUE,
                new FabricSpec.LeafSpine(
                    "dgx-a100",
                    20,
                    Wiring.RACK,
                    4,
                    3,
                    2,
                    400_000_000_000L,
                    new SwitchesSpec(null, null, null)),
                new NetworkSpec(
                    NetworkKind.ANALYTIC,
                    new RoutingSpec(RoutingPolicy.ECMP),
                    new StepOverheadSpec(1_000_000, 2_000_000, 3_000_000),
                    null,
                    OnOff.OFF,
                    new FlowSpec(0, OnOff.ON),
                    DEFAULT_PACKETS,
                    List.of(new FailureSpec(List.of("leaf-0", "spine-1"), 1, 0)),
                    10_000_000_000L),
                new WorkloadSpec.Training(
                    new ModelSpec.Custom(
                        1024,
                        10,
                        16,
                        5000,
                        50_000,
                        4,
                        128,
                        OnOff.ON,
                        OnOff.OFF,
                        new ModelSpec.Experts(8, 2, 1, 2048, 1, 4, 2),
                        null),
                    new ParallelismSpec(8, 2, 5, 2, 1, OnOff.ON, OnOff.OFF, 4, 2),
                    PipelineSchedule.ONE_FORWARD_ONE_BACKWARD,
                    40,
                    2,
                    512,
                    Precision.FP16,
                    AmaxReduction.TENSOR,
                    GradientPrecision.BF16,
                    Recompute.FULL,
                    ShardingKind.ZERO_3,
                    5,
                    AttentionKernel.FLASH_1,
                    OnOff.ON,
                    OnOff.ON,
                    OnOff.OFF,
                    1.25,
                    1.5,
                    DispatchPrecision.FP8,
                    ExpertExchange.ONCE_PER_NODE,
                    0.7,
                    0.85,
                    0.5,
                    0.02,
                    List.of(new SlowGpuSpec(17, 0.8)),
                    List.of(RankDimension.PIPELINE, RankDimension.TENSOR),
                    Placement.RANDOM,
                    List.of(3, 1)),
                Checking.AUDIT,
                new ExpectSpec(
                    new ExpectSpec.FractionRange(0.3, 0.6),
                    new ExpectSpec.TimeRange(1_000_000_000_000L, 2_000_000_000_000L),
                    null,
                    null,
                    new ExpectSpec.RateRange(8_000_000_000L, 16_000_000_000L),
                    null,
                    null),
                null));
  }

  @Test
  void aCollectiveOnOneSwitch() {
    Draft draft =
        read(
            """
            fabric: { single-switch: { gpus: 16, gpu: h100, rate: 400Gbps, latency: 1us } }
            workload: { collective: { operation: reduce_scatter, begin: 1MiB } }
            """);
    assertThat(draft.problems().list()).isEmpty();
    assertThat(draft.spec().fabric())
        .isEqualTo(new FabricSpec.SingleSwitch(16, "h100", 400_000_000_000L, 1_000_000));
    WorkloadSpec.Collective expected =
        new WorkloadSpec.Collective(
            Operation.REDUCE_SCATTER,
            "auto",
            null,
            ProtocolName.AUTO,
            1L << 20,
            null,
            2,
            null,
            null,
            null,
            LaunchedBy.PROCESS_PER_GPU,
            null,
            null);
    assertThat(draft.spec().workload()).isEqualTo(expected);
    assertThat(expected.lastBytes()).isEqualTo(1 << 20);
  }

  @Test
  void theNameIsThatOfTheFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("all.reduce.yaml");
    Files.writeString(
        file,
        """
        fabric: { superpod: { node: dgx-h100, scalable-units: 4 } }
        workload: { collective: { operation: all_reduce, begin: 1MiB } }
        """);
    Draft draft = new ScenarioReader(CATALOGUE, AlgorithmReader.NONE).read(file, List.of());
    assertThat(draft.spec().name()).isEqualTo("all.reduce");
    assertThat(draft.at("workload.collective.begin").toString()).isEqualTo(file + ":2:57");
  }

  @Test
  void settingsReplaceAndAdd() {
    Draft draft =
        read(
            """
            fabric: { superpod: { node: dgx-h100, scalable-units: 4 } }
            workload: { collective: { operation: all_reduce, begin: 1MiB } }
            network:
            """,
            "seed=5",
            "network.step-overhead.launch=0us",
            "workload.collective={ operation: all_gather, begin: 1GiB }");
    assertThat(draft.problems().list()).isEmpty();
    assertThat(draft.spec().seed()).isEqualTo(5);
    assertThat(draft.spec().network().stepOverhead())
        .isEqualTo(new StepOverheadSpec(2_800_000, 11_200_000, 0));
    assertThat(((WorkloadSpec.Collective) draft.spec().workload()).firstBytes()).isEqualTo(1 << 30);
    assertThat(draft.at("seed").toString()).isEqualTo("--set seed");
  }

  @Test
  void aDraftKnowsWhatItMadeUp() {
    Draft draft =
        read(
            """
            fabric: { leaf-spine: { node: dgx-h100, nodes: 4, nodes-per-unit: 4, spines: x, uplink-rate: 1 } }
            workload: { collective: { operation: all_reduce, begin: 1 } }
            """);
    assertThat(draft.sound("fabric")).isFalse();
    assertThat(draft.sound("fabric.leaf-spine.nodes")).isTrue();
    assertThat(draft.sound("fabric.leaf-spine.nodes", "fabric.leaf-spine.spines")).isFalse();
    assertThat(draft.soundButForQuantities("fabric")).isFalse();
    assertThat(draft.sound("workload.collective.begin")).isFalse();
    assertThat(draft.sound("workload")).isFalse();
    assertThat(draft.soundButForQuantities("workload")).isTrue();
    assertThat(draft.given("workload.collective.begin")).isTrue();
    assertThat(draft.given("workload.collective.end")).isFalse();
    assertThat(draft.at("workload.collective.end").brief()).isEqualTo("2:13");
  }

  private static Draft read(String text, String... settings) {
    return new ScenarioReader(CATALOGUE, AlgorithmReader.NONE)
        .read("my.yaml", "my", text, List.of(settings).stream().map(Setting::parse).toList());
  }
}
