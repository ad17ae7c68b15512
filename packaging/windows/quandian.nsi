; The installer for Windows, for one user: no rights of an administrator are asked for.
;   makensis -INPUTCHARSET UTF8 -DVERSION=0.1.0 -DROOT=<the repository> quandian.nsi
; Takes <ROOT>\target\dist\quandian.exe, <ROOT>\quandian.ico and <ROOT>\LICENCES.txt, as the release
; workflow lays them out. Settings and what is marked are touched neither by installing nor by removing.
Unicode true
!include "MUI2.nsh"

Name "圈点 Quandian"
OutFile "quandian-${VERSION}-windows-x86_64-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\Quandian"
InstallDirRegKey HKCU "Software\Quandian" "InstallDir"
RequestExecutionLevel user
SetCompressor /SOLID lzma
!define MUI_ICON "${ROOT}\quandian.ico"
!define MUI_UNICON "${ROOT}\quandian.ico"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Quandian"

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\quandian.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString OpenWith ${LANG_SIMPCHINESE} "用圈点打开"
LangString OpenWith ${LANG_ENGLISH} "Open with Quandian"

Section
  SetOutPath "$INSTDIR"
  File "${ROOT}\target\dist\quandian.exe"
  File "${ROOT}\quandian.ico"
  File "${ROOT}\LICENCES.txt"
  File /oname=LICENSE-MIT.txt "${ROOT}\LICENSE-MIT"
  File /oname=LICENSE-APACHE.txt "${ROOT}\LICENSE-APACHE"
  CreateShortcut "$SMPROGRAMS\圈点 Quandian.lnk" "$INSTDIR\quandian.exe" "" "$INSTDIR\quandian.ico"

  ; Folders, in the menu of a folder and of the ground of one.
  WriteRegStr HKCU "Software\Classes\Directory\shell\Quandian" "" "$(OpenWith)"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Quandian" "Icon" "$INSTDIR\quandian.ico"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Quandian\command" "" '"$INSTDIR\quandian.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\Directory\Background\shell\Quandian" "" "$(OpenWith)"
  WriteRegStr HKCU "Software\Classes\Directory\Background\shell\Quandian" "Icon" "$INSTDIR\quandian.ico"
  WriteRegStr HKCU "Software\Classes\Directory\Background\shell\Quandian\command" "" '"$INSTDIR\quandian.exe" "%V"'
  ; Files: offered under "open with", and nobody's own choice is changed.
  WriteRegStr HKCU "Software\Classes\Quandian.Text" "" "圈点 Quandian"
  WriteRegStr HKCU "Software\Classes\Quandian.Text\DefaultIcon" "" "$INSTDIR\quandian.ico"
  WriteRegStr HKCU "Software\Classes\Quandian.Text\shell\open\command" "" '"$INSTDIR\quandian.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\.txt\OpenWithProgids" "Quandian.Text" ""
  WriteRegStr HKCU "Software\Classes\.md\OpenWithProgids" "Quandian.Text" ""

  WriteRegStr HKCU "Software\Quandian" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "圈点 Quandian"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\quandian.ico"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  WriteUninstaller "$INSTDIR\uninstall.exe"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  Delete "$INSTDIR\quandian.exe"
  Delete "$INSTDIR\quandian.ico"
  Delete "$INSTDIR\LICENCES.txt"
  Delete "$INSTDIR\LICENSE-MIT.txt"
  Delete "$INSTDIR\LICENSE-APACHE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\圈点 Quandian.lnk"
  DeleteRegKey HKCU "Software\Classes\Directory\shell\Quandian"
  DeleteRegKey HKCU "Software\Classes\Directory\Background\shell\Quandian"
  DeleteRegKey HKCU "Software\Classes\Quandian.Text"
  DeleteRegValue HKCU "Software\Classes\.txt\OpenWithProgids" "Quandian.Text"
  DeleteRegValue HKCU "Software\Classes\.md\OpenWithProgids" "Quandian.Text"
  DeleteRegKey HKCU "Software\Quandian"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
