package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code weft}, in a checkout of nothing else, with a Java that says how it is called.
 */
@Timeout(60)
final class LauncherTest {

  private static final String COMPILER =
      "-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-C1ProfileBranches"
          + " -XX:-C1ProfileCalls -XX:-C1ProfileInlinedCalls -XX:-C1ProfileVirtualCalls"
          + " -XX:-C1ProfileCheckcasts -XX:TypeProfileLevel=0"
          + " -XX:Tier4InvocationThreshold=30000 -XX:Tier4MinInvocationThreshold=4000"
          + " -XX:Tier4CompileThreshold=90000 -XX:Tier4BackEdgeThreshold=240000";

  @TempDir private Path folder;

  @BeforeEach
  void assumeThatThereIsBash() {
    assumeThat(Path.of("/usr/bin/env")).exists();
  }

  @Test
  void startsTheJarWithTheSerialCollector() throws IOException, InterruptedException {
    Path root = built("checkout");
    assertThat(weft(root, Map.of("WEFT_JAVA_OPTS", "-Xmx1g"), "run", "my file.yaml"))
        .isEqualTo(
            "-XX:+UseSerialGC -Xss4m -Xshare:auto "
                + COMPILER
                + " -Dweft.terminal=false -Xmx1g -jar "
                + root.resolve("scenarios/target/weft-scenarios-1.jar")
                + " run my file.yaml\n0");
  }

  /** A Java that did not would say so before each run. */
  @Test
  void thisJavaTakesTheOptionsOfTheCompilerInSilence() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(COMPILER.split(" ")));
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--version");
    Process process = new ProcessBuilder(command).start();
    assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void leavesTheChoiceOfTheCollectorToTheUser() throws IOException, InterruptedException {
    Path root = built("checkout");
    assertThat(weft(root, Map.of("WEFT_JAVA_OPTS", "-Xmx1g -XX:+UseG1GC")))
        .startsWith("-Xss4m ")
        .contains(" -Xmx1g -XX:+UseG1GC -jar ");
    assertThat(weft(root, Map.of("JDK_JAVA_OPTIONS", "-XX:+UseZGC"))).startsWith("-Xss4m ");
    assertThat(weft(root, Map.of("WEFT_JAVA_OPTS", "-XX:+UseStringDeduplication")))
        .startsWith("-XX:+UseSerialGC ");
  }

  @Test
  void saysWhatABuildTakesAndWhereItsLogIs() throws IOException, InterruptedException {
    Path root = checkout("checkout");
    Path tools = Files.createDirectory(folder.resolve("tools"));
    script(
        tools.resolve("mvn"),
        "mkdir -p scenarios/target/lib && touch scenarios/target/weft-scenarios-1.jar");
    String path = tools + ":" + System.getenv("PATH");
    assertThat(weft(root, Map.of("PATH", path)))
        .startsWith(
            "weft: building (first use or changed sources), a minute or more; log: "
                + root.resolve("scenarios/target/.weft-build.log")
                + "\n-XX:+UseSerialGC ")
        .endsWith("\n0");
    assertThat(weft(root, Map.of("PATH", path))).doesNotContain("building");
  }

  /** As {@code mvn verify} leaves it. */
  @Test
  void buildsAgainOnlyWhenASourceIsNewerThanTheJar() throws IOException, InterruptedException {
    Path root = built("checkout");
    Path jar = root.resolve("scenarios/target/weft-scenarios-1.jar");
    Path source =
        Files.createFile(Files.createDirectories(root.resolve("sim-core")).resolve("pom.xml"));
    Path tools = Files.createDirectory(folder.resolve("tools"));
    script(
        tools.resolve("mvn"),
        "mkdir -p scenarios/target/lib && touch scenarios/target/weft-scenarios-1.jar");
    Map<String, String> environment = Map.of("PATH", tools + ":" + System.getenv("PATH"));
    FileTime time = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(source, FileTime.from(time.toInstant().minusSeconds(10)));
    assertThat(weft(root, environment)).doesNotContain("building").endsWith("\n0");
    Files.setLastModifiedTime(source, FileTime.from(time.toInstant().plusMillis(1)));
    assertThat(weft(root, environment)).contains("building").endsWith("\n0");
    assertThat(weft(root, environment)).doesNotContain("building");
  }

  @Test
  void buildsAgainAfterABuildThatWasStopped() throws IOException, InterruptedException {
    Path root = built("checkout");
    Files.createFile(root.resolve("scenarios/target/.weft-building"));
    Path tools = Files.createDirectory(folder.resolve("tools"));
    script(
        tools.resolve("mvn"),
        "mkdir -p scenarios/target/lib && touch scenarios/target/weft-scenarios-1.jar");
    Map<String, String> environment = Map.of("PATH", tools + ":" + System.getenv("PATH"));
    assertThat(weft(root, environment)).contains("building").endsWith("\n0");
    assertThat(weft(root, environment)).doesNotContain("building");
  }

  /** Maven cannot build there either. */
  @Test
  void refusesAPathThatJavaWouldTakeForTwo() throws IOException, InterruptedException {
    Path root = built("check:out");
    assertThat(weft(root, Map.of())).startsWith("weft: the colon in " + root).endsWith("\n3");
  }

  private Path built(String name) throws IOException {
    Path root = checkout(name);
    Path target = root.resolve("scenarios/target");
    Files.createDirectories(target.resolve("lib"));
    Files.createFile(target.resolve("weft-scenarios-1.jar"));
    return root;
  }

  private Path checkout(String name) throws IOException {
    Path root = Files.createDirectory(folder.toRealPath().resolve(name));
    Files.copy(Invocation.REPOSITORY.resolve("weft"), root.resolve("weft"));
    Files.createDirectories(folder.resolve("java/bin"));
    script(folder.resolve("java/bin/java"), "echo \"$*\"");
    return root;
  }

  private static void script(Path file, String command) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** What the launcher says, and its exit code. */
  private String weft(Path root, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 2];
    command[0] = "bash";
    command[1] = root.resolve("weft").toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.endsWith("JAVA_OPTS"));
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + process.waitFor();
  }
}
